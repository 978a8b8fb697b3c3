package io.belfry.core.call;

import io.belfry.core.call.PbxSnapshot.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what we believe with one snapshot of the PBX: who rings or talks and was not known is
 * told now, what is not there any more ends soon, unless its own event still comes.
 */
final class QueueCallResync {
    private final QueueCallTracker tracker;
    private final Callers callers;
    private final UnseenEnds ends;
    private final PbxSnapshot snapshot;
    private final Instant at;

    /** Callers of whom something was told after the lists had begun: the event is newer. */
    private final Set<String> moved = new HashSet<>();

    QueueCallResync(
            QueueCallTracker tracker,
            Callers callers,
            UnseenEnds ends,
            PbxSnapshot snapshot,
            Instant at) {
        this.tracker = tracker;
        this.callers = callers;
        this.ends = ends;
        this.snapshot = snapshot;
        this.at = at;
    }

    List<CallEvent> events() {
        for (CallerState caller : callers.all()) {
            if (isNewer(caller.changed())) {
                moved.add(caller.uniqueid());
            }
        }
        for (CallerState caller : callers.all()) {
            if (!caller.isGone()) {
                judge(caller);
            }
        }
        List<CallEvent> told = new ArrayList<>();
        for (Call call : snapshot.waiting()) {
            if (!hasMoved(call) && !hasJustLeft(call)) {
                callers.of(call).visit(call, Instant.EPOCH).join();
            }
        }
        for (Pair pair : snapshot.ringing()) {
            if (!hasMoved(pair.call())) {
                told.addAll(tracker.rang(pair.call(), pair.agent(), at, true));
            }
        }
        for (Pair pair : snapshot.talking()) {
            if (!hasMoved(pair.call()) && !isKnownTalk(pair)) {
                told.addAll(tracker.answered(pair.call(), pair.agent(), at));
            }
        }
        return told;
    }

    private void judge(CallerState caller) {
        String bridge = snapshot.bridges().getOrDefault(caller.uniqueid(), "");
        if (!hasMoved(caller.uniqueid())) {
            caller.enters(bridge);
        }
        caller.talks()
                .forEach(
                        (leg, talk) -> {
                            if (!isNewer(talk.fact())) {
                                judge(caller, leg, talk);
                            }
                        });
        for (Visit visit : caller.openVisits()) {
            if (!isNewer(visit.fact())) {
                judge(caller, visit);
            }
        }
        if (!snapshot.channels().contains(caller.uniqueid()) && !hasMoved(caller.uniqueid())) {
            callers.leave(caller, at);
        }
    }

    private void judge(CallerState caller, String leg, Talk talk) {
        boolean gone = !snapshot.channels().contains(caller.uniqueid());
        if (!gone && (talk.isParted() || snapshot.areBridged(caller.uniqueid(), leg))) {
            // nothing was missed: the queue will still say when it ends
            return;
        }
        talk.gap();
        if (gone || !goesOn(caller.uniqueid(), leg, talk)) {
            ends.talkMissing(caller, leg, at);
        }
    }

    private void judge(CallerState caller, Visit visit) {
        if (isWaiting(caller.uniqueid(), visit)) {
            for (String leg : visit.ringingLegs()) {
                if (!snapshot.channels().contains(leg)) {
                    ends.ringMissing(caller, visit, leg, at);
                }
            }
        } else if (!isQueueing(caller.uniqueid(), visit.first().queue())) {
            ends.stayMissing(caller, visit, at);
        }
    }

    private boolean isNewer(long fact) {
        return fact > snapshot.begun();
    }

    private boolean hasMoved(Call call) {
        return hasMoved(call.id().uniqueid());
    }

    private boolean hasMoved(String uniqueid) {
        return moved.contains(uniqueid);
    }

    /** The list shows him between two events of one moment. */
    private boolean hasJustLeft(Call call) {
        return callers.find(call.id().uniqueid())
                .filter(caller -> caller.hasLeft(call.queue(), at.minus(UnseenEnds.WAIT)))
                .isPresent();
    }

    private boolean isWaiting(String uniqueid, Visit visit) {
        return snapshot.waiting().stream()
                .anyMatch(
                        call ->
                                call.id().uniqueid().equals(uniqueid)
                                        && call.queue().equals(visit.first().queue()));
    }

    /** The queue has him still: he waits, talks, or is about to. */
    private boolean isQueueing(String uniqueid, String queue) {
        return queue.equals(snapshot.queueing().get(uniqueid));
    }

    /**
     * A talk goes on while both are in one bridge, and as long as the queue keeps the caller in
     * one: the agent may have passed him on, or a Local channel before the agent was optimised
     * away, and the queue will still say when it ends.
     */
    private boolean goesOn(String uniqueid, String leg, Talk talk) {
        boolean someoneThere = snapshot.isBridged(uniqueid) || snapshot.channels().contains(leg);
        return someoneThere && isQueueing(uniqueid, talk.call().queue());
    }

    private boolean isKnownTalk(Pair pair) {
        Optional<CallerState> caller = callers.find(pair.call().id().uniqueid());
        return caller.isPresent()
                && caller.get().talks().values().stream()
                        .anyMatch(talk -> talk.agent().peer().equals(pair.agent().peer()));
    }
}
