package io.belfry.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Callers who left a queue, and nobody has said yet why. */
final class OpenReasons {
    /** How much longer a reason is waited for while the PBX says nothing at all. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final List<Open> all = new ArrayList<>();
    private final Hearing hearing;

    OpenReasons(Hearing hearing) {
        this.hearing = hearing;
    }

    /**
     * @param left whether it is a leave, which an answer disproves
     * @param outcome the event, once the reason is known
     */
    void add(String uniqueid, boolean left, Instant until, Function<String, CallEvent> outcome) {
        all.add(new Open(uniqueid, left, until, outcome));
    }

    /** Something is still to be told of him. */
    boolean isOpen(String uniqueid) {
        return all.stream().anyMatch(open -> open.uniqueid().equals(uniqueid));
    }

    /** He did not leave: an agent has him. */
    void withdraw(String uniqueid) {
        all.removeIf(open -> open.left() && open.uniqueid().equals(uniqueid));
    }

    /** The reason of whatever is open of this caller. */
    List<CallEvent> decide(String uniqueid, String reason) {
        if (all.isEmpty()) {
            return List.of();
        }
        List<CallEvent> told = new ArrayList<>();
        all.removeIf(
                open -> open.uniqueid().equals(uniqueid) && told.add(open.outcome().apply(reason)));
        return told;
    }

    /** What is still open of a call comes out before its next event. */
    List<CallEvent> before(CallEvent event) {
        List<CallEvent> waiting = decide(event.callId().uniqueid(), "other");
        if (waiting.isEmpty()) {
            return List.of(event);
        }
        List<CallEvent> both = new ArrayList<>(waiting);
        both.add(event);
        return both;
    }

    /** Nobody will say why any more. */
    List<CallEvent> due(Instant now) {
        if (all.isEmpty()) {
            return List.of();
        }
        List<CallEvent> told = new ArrayList<>();
        all.removeIf(open -> isDue(open, now) && told.add(open.outcome().apply("other")));
        return told;
    }

    /** Where variables are told the reason will come, unless the PBX has gone on without it. */
    private boolean isDue(Open open, Instant now) {
        Instant end = open.until().plus(SILENCE);
        return hearing.tellsVariables()
                ? hearing.isPast(open.until(), now) || !end.isAfter(now)
                : !open.until().isAfter(now);
    }

    private record Open(
            String uniqueid, boolean left, Instant until, Function<String, CallEvent> outcome) {}
}
