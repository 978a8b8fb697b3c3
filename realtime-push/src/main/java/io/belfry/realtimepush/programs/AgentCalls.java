package io.belfry.realtimepush.programs;

import io.belfry.core.agent.Agent;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallId;
import io.belfry.core.integration.CardTitle;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is in which call at the moment, so that a program's command finds the call that it is about.
 * A call that has ended is remembered for a while: programs file it afterwards. Bounded.
 */
final class AgentCalls {
    static final int MOST = 50_000;

    private static final Duration AFTER_END = Duration.ofMinutes(10);

    /** What a program does about the end of a talk comes when the agent is out of it. */
    private static final Duration AFTER_LEAVING = Duration.ofSeconds(30);

    /** Longer than any call; one whose end was never told must not stay for ever. */
    private static final Duration SILENCE = Duration.ofHours(6);

    private final Map<CallId, Live> calls = new LinkedHashMap<>();

    /**
     * Who has a caller from a colleague, by device: that this ends no event tells. He is out of it
     * at the latest when something else begins.
     */
    private final Map<String, Live> passedOn = new HashMap<>();

    private final int most;

    AgentCalls(int most) {
        this.most = most;
    }

    private static final class Live {
        private final Set<String> queues = new LinkedHashSet<>();
        private final Map<String, Seat> seats = new LinkedHashMap<>();
        private String title = "";
        private Instant seen = Instant.EPOCH;
        private boolean ended;
    }

    /**
     * A device in a call.
     *
     * @param event the latest that told of it
     * @param left when it was out again; {@link Instant#MAX} while it is in
     */
    private record Seat(String event, Instant left) {
        boolean isTaken() {
            return left.equals(Instant.MAX);
        }
    }

    /**
     * Of one call, as far as commands need it.
     *
     * @param title what a card shows
     * @param event the latest of the agent's in it; empty for a call that was named
     */
    record Found(String call, String title, String event) {}

    void happened(CallEvent event, Instant now) {
        if (!event.callId().isCall() || isMembership(event.kind())) {
            return;
        }
        Live call = calls.computeIfAbsent(event.callId(), first -> new Live());
        call.seen = now;
        call.title = CardTitle.of(event);
        if (!event.call().queue().isEmpty()) {
            call.queues.add(event.call().queue());
        }
        if (event instanceof CallEvent.WithAgent about) {
            if (isBeginning(event.kind())) {
                devices(about.agent()).forEach(device -> isFree(device, call, now));
            }
            moved(call, about.agent(), event, now);
        }
        call.ended = isEnd(event.kind()) && call.seats.values().stream().noneMatch(Seat::isTaken);
        shrink();
    }

    private static boolean isMembership(Kind kind) {
        return switch (kind) {
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> true;
            default -> false;
        };
    }

    private static boolean isEnd(Kind kind) {
        return switch (kind) {
            case HANGUP, ABANDON, LEAVE, OUTBOUNDHANGUP -> true;
            default -> false;
        };
    }

    private static boolean isBeginning(Kind kind) {
        return switch (kind) {
            case RINGING, UP, OUTBOUND, TRANSFERRED -> true;
            default -> false;
        };
    }

    private void isFree(String device, Live next, Instant now) {
        Live before = passedOn.remove(device);
        if (before != null && before != next) {
            before.seats.computeIfPresent(device, (same, seat) -> new Seat(seat.event(), now));
            before.ended = before.seats.values().stream().noneMatch(Seat::isTaken);
        }
    }

    private static List<String> devices(AgentLeg agent) {
        return Stream.of(agent.peer(), agent.device()).filter(each -> !each.isEmpty()).toList();
    }

    /** The queue called this telephone, and a colleague picked the call up at his own. */
    private static boolean isPickedUpElsewhere(AgentLeg agent, String device) {
        return device.equals(agent.peer())
                && !agent.device().isEmpty()
                && !agent.device().equals(device)
                && !device.startsWith("Local/");
    }

    private void moved(Live call, AgentLeg agent, CallEvent event, Instant now) {
        boolean left =
                switch (event.kind()) {
                    case HANGUP, OUTBOUNDHANGUP, NOANSWER, REJECT, TAKEN, TRANSFER -> true;
                    default -> false;
                };
        Seat seat = new Seat(event.id(), left ? now : Instant.MAX);
        for (String device : devices(agent)) {
            call.seats.put(
                    device, isPickedUpElsewhere(agent, device) ? new Seat(event.id(), now) : seat);
            if (event.kind() == Kind.TRANSFERRED) {
                passedOn.put(device, call);
            }
        }
    }

    /**
     * The call that an agent is in, or has just left; empty when there is none or when he is in
     * several.
     */
    Optional<Found> only(Agent agent, Instant now) {
        List<Found> all =
                calls.entrySet().stream()
                        .filter(each -> !each.getValue().ended)
                        .flatMap(
                                each ->
                                        seats(each.getValue(), agent)
                                                .filter(Seat::isTaken)
                                                .limit(1)
                                                .map(seat -> found(each, seat.event())))
                        .limit(2)
                        .toList();
        return all.isEmpty()
                ? left(agent, now)
                : Optional.of(all.get(0)).filter(one -> all.size() == 1);
    }

    private Optional<Found> left(Agent agent, Instant now) {
        Optional<Found> latest = Optional.empty();
        Instant since = now.minus(AFTER_LEAVING);
        for (Map.Entry<CallId, Live> each : calls.entrySet()) {
            for (Seat seat : seats(each.getValue(), agent).toList()) {
                if (!seat.left().isBefore(since)) {
                    latest = Optional.of(found(each, seat.event()));
                    since = seat.left();
                }
            }
        }
        return latest;
    }

    /**
     * The call that an object names by its uniqueid.
     *
     * @param pbx empty when the object does not say; then it must be the only one
     */
    Optional<Found> named(String pbx, String uniqueid) {
        if (uniqueid.isBlank()) {
            return Optional.empty();
        }
        List<Found> all =
                calls.entrySet().stream()
                        .filter(each -> each.getKey().uniqueid().equals(uniqueid))
                        .filter(each -> pbx.isEmpty() || each.getKey().pbx().equals(pbx))
                        .limit(2)
                        .map(each -> found(each, ""))
                        .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Whether he is in a call of one of these queues. */
    boolean isInCallOf(Agent agent, Collection<String> queues) {
        return calls.values().stream()
                .filter(call -> !call.ended && has(call, agent))
                .anyMatch(call -> call.queues.stream().anyMatch(queues::contains));
    }

    private static Found found(Map.Entry<CallId, Live> call, String event) {
        return new Found(call.getKey().toString(), call.getValue().title, event);
    }

    private static Stream<Seat> seats(Live call, Agent agent) {
        return agent.peers().stream().map(call.seats::get).filter(Objects::nonNull);
    }

    private static boolean has(Live call, Agent agent) {
        return seats(call, agent).anyMatch(Seat::isTaken);
    }

    private void shrink() {
        Iterator<Live> oldest = calls.values().iterator();
        while (calls.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }

    void forget(Instant now) {
        calls.values()
                .removeIf(call -> call.seen.plus(call.ended ? AFTER_END : SILENCE).isBefore(now));
        passedOn.values().retainAll(new HashSet<>(calls.values()));
    }

    int size() {
        return calls.size();
    }
}
