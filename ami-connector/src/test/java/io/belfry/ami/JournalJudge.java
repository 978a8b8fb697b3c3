package io.belfry.ami;

import io.belfry.ami.History.Event;
import io.belfry.ami.History.Played;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Holds what was told against what the simulated people wrote down. Where somebody listened, the
 * two are equal; of what happened while nobody did, each call that was told of ends once, is marked
 * and has the right agent, and no other call is told of.
 */
final class JournalJudge {
    private static final Map<Outcome, String> WHY_LEFT =
            Map.of(
                    Outcome.ABANDONED, "caller",
                    Outcome.TIMEOUT, "timeout",
                    Outcome.WITHDRAWN, "withdrawn");
    private static final Map<CallTruth.RingResult, Kind> RING_ENDS =
            Map.of(
                    CallTruth.RingResult.NO_ANSWER, Kind.NOANSWER,
                    CallTruth.RingResult.REJECTED, Kind.REJECT,
                    CallTruth.RingResult.ANSWERED_ELSEWHERE, Kind.TAKEN);

    private final Played played;
    private final boolean gap;
    private final boolean restart;
    private final boolean snapshot;
    private final List<CallEvent> unexplained;
    private final List<String> faults = new ArrayList<>();

    private JournalJudge(History history, Played played) {
        this.played = played;
        this.restart = history.event() == Event.RESTART;
        this.snapshot = history.event() == Event.SNAPSHOT;
        this.gap = restart || history.event() == Event.GAP || history.event() == Event.TAKEOVER;
        this.unexplained = new ArrayList<>(played.told());
    }

    /**
     * @return what is wrong, in words; empty when all is well
     */
    static List<String> judge(History history, Played played) {
        JournalJudge judge = new JournalJudge(history, played);
        judge.nothingTwice();
        played.truth().forEach(judge::call);
        judge.nothingElse();
        if (!played.live().isEmpty() || played.liveCalls() > 0 && !judge.gap) {
            judge.faults.add("ghosts: " + played.live().values() + played.liveCalls());
        }
        return judge.faults;
    }

    private void nothingTwice() {
        Set<String> ids = new HashSet<>();
        for (CallEvent event : played.told()) {
            if (!ids.add(event.id())) {
                faults.add("twice: " + event);
            }
        }
    }

    private void call(CallTruth call) {
        call.rings().stream().filter(r -> !r.queue().isEmpty()).forEach(r -> ring(call, r));
        call.talks().stream().filter(t -> !t.queue().isEmpty()).forEach(t -> talk(call, t));
        call.waits().forEach(wait -> wait(call, wait));
        if (call.type() == CallTruth.Type.OUTBOUND) {
            outbound(call);
        }
    }

    private void ring(CallTruth call, CallTruth.Ring ring) {
        Predicate<CallEvent> leg =
                e -> isOf(e, call, ring.queue()) && e.agent().peer().equals(ring.address());
        List<CallEvent> ringing =
                take(1, leg.and(e -> e.kind() == Kind.RINGING && during(e, ring)));
        if (seen(ring.from())) {
            exactly(ringing, 1, "ringing", call, ring);
            // a list of that very moment can be quicker than the queue
            if (!snapshot) {
                atMost(ringing, false, "ringing", call, ring);
            }
            if (ringing.size() == 1 && !ringing.get(0).at().equals(ring.from())) {
                faults.add("rings at " + ring + " not " + ringing);
            }
        } else if (seen(ring.until())) {
            // rung too short to be listed as ringing, or listed
            atMost(ringing, true, "ringing", call, ring);
        }
        Kind end = RING_ENDS.get(ring.result());
        List<CallEvent> ends = List.of();
        if (end != null) {
            ends =
                    take(
                            1,
                            leg.and(e -> e.kind() == end || isRecoveredRingEnd(e))
                                    .and(
                                            e ->
                                                    during(e, ring)
                                                            || e.head().recovered()
                                                                    && !e.at().isBefore(
                                                                                    ring.from())));
        }
        if (seen(ring.from())
                && seen(ring.until())
                && end != null
                && !over(ring.from(), ring.until())) {
            exactly(ends, false, end.word(), call, ring);
        }
    }

    private static boolean during(CallEvent event, CallTruth.Ring ring) {
        return !event.at().isBefore(ring.from()) && !event.at().isAfter(ring.until());
    }

    private static boolean isRecoveredRingEnd(CallEvent event) {
        return event.head().recovered()
                && (event.kind() == Kind.NOANSWER || event.kind() == Kind.TAKEN);
    }

    private void talk(CallTruth call, CallTruth.Talk talk) {
        Predicate<CallEvent> leg =
                e -> isOf(e, call, talk.queue()) && e.agent().peer().equals(talk.address());
        List<CallEvent> ups = take(1, leg.and(e -> e.kind() == Kind.UP));
        List<CallEvent> ends = take(1, leg.and(e -> e.kind() == Kind.HANGUP));
        if (seen(talk.from())) {
            exactly(ups, false, "up", call, talk);
            if (ups.size() == 1 && !ups.get(0).at().equals(talk.from())) {
                faults.add("up at " + talk + " not " + ups);
            }
        } else if (seen(talk.until())) {
            exactly(ups, true, "up", call, talk);
        } else {
            exactly(ups, 0, "up in the gap", call, talk);
        }
        exactly(ends, ups.size(), "end", call, talk);
        if (ends.size() == 1) {
            CallEvent.Hangup end = (CallEvent.Hangup) ends.get(0);
            boolean known = seen(talk.until());
            if (known && !end.reason().equals(talk.endedBy()) || end.head().recovered() == known) {
                faults.add("ends otherwise than " + talk + ": " + end);
            }
        }
    }

    private void wait(CallTruth call, CallTruth.Wait wait) {
        List<CallEvent> left =
                take(1, e -> e.kind() == Kind.ABANDON && isOf(e, call, wait.queue()));
        boolean known = seen(wait.from());
        if (wait.result() == Outcome.ANSWERED) {
            if (seen(wait.until())) {
                exactly(left, 0, "abandon of one who was answered", call, wait);
            } else if (known) {
                // answered and over, both unseen: he only was there no more
                boolean up =
                        played.told().stream()
                                .anyMatch(e -> e.kind() == Kind.UP && isOf(e, call, wait.queue()));
                exactly(left, up ? 0 : 1, "end of waiting", call, wait);
            }
            return;
        }
        if (seen(wait.until())) {
            exactly(left, 1, "abandon", call, wait);
            left.forEach(
                    e -> {
                        String why = ((CallEvent.Abandon) e).reason();
                        if (!why.equals(WHY_LEFT.get(wait.result())) || e.head().recovered()) {
                            faults.add("left for another reason than " + wait + ": " + e);
                        }
                    });
        } else if (known) {
            exactly(left, true, "recovered abandon", call, wait);
        } else {
            exactly(left, 0, "abandon in the gap", call, wait);
        }
    }

    private void outbound(CallTruth call) {
        List<CallEvent> told =
                take(
                        1,
                        e ->
                                e.kind() == Kind.OUTBOUND
                                        && e.callId().uniqueid().equals(call.uniqueid()));
        if (!over(call.placedAt(), call.endedAt())) {
            exactly(told, 1, "outbound", call, call.agent());
        }
    }

    private void nothingElse() {
        for (CallEvent event : unexplained) {
            switch (event.kind()) {
                case RINGING, UP, HANGUP, ABANDON, OUTBOUND, LEAVE, NOANSWER, REJECT, TAKEN ->
                        faults.add("never happened: " + event);
                default -> {}
            }
        }
    }

    private static boolean isOf(CallEvent event, CallTruth call, String queue) {
        return event.callId().uniqueid().equals(call.uniqueid())
                && event.call().queue().equals(queue);
    }

    /** Takes the first such events out of those that nothing explains yet. */
    private List<CallEvent> take(int most, Predicate<CallEvent> such) {
        List<CallEvent> taken = unexplained.stream().filter(such).limit(most).toList();
        unexplained.removeAll(taken);
        return taken;
    }

    private boolean seen(Instant at) {
        return !gap
                || at.isBefore(played.from())
                || at.isAfter(played.until())
                || at.equals(played.from()) && !restart;
    }

    private boolean over(Instant from, Instant until) {
        return gap && !until.isBefore(played.from()) && !from.isAfter(played.until());
    }

    private void exactly(
            List<CallEvent> events, int count, String what, CallTruth call, Object of) {
        if (events.size() != count) {
            faults.add(
                    events.size()
                            + " x "
                            + what
                            + " "
                            + of
                            + " of "
                            + call.uniqueid()
                            + " "
                            + call.scenario());
        }
    }

    private void exactly(
            List<CallEvent> events, boolean recovered, String what, CallTruth call, Object of) {
        exactly(events, 1, what, call, of);
        atMost(events, recovered, what, call, of);
    }

    private void atMost(
            List<CallEvent> events, boolean recovered, String what, CallTruth call, Object of) {
        events.stream()
                .filter(e -> e.head().recovered() != recovered)
                .forEach(e -> faults.add(what + " of " + of + " is " + e + " " + call.scenario()));
    }
}
