package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallerState.Talk;
import io.belfry.core.call.CallerState.Visit;
import io.belfry.core.call.PbxSnapshot.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what we believe with one snapshot of the PBX and tells the difference as recovered
 * events.
 */
final class QueueCallResync {
    private final QueueCallTracker tracker;
    private final Map<String, CallerState> callers;
    private final PbxSnapshot snapshot;
    private final Instant at;

    /**
     * Callers of whom an event came after the lists were asked for: the event is newer than the
     * list.
     */
    private final Set<String> moved = new HashSet<>();

    QueueCallResync(
            QueueCallTracker tracker,
            Map<String, CallerState> callers,
            PbxSnapshot snapshot,
            Instant at) {
        this.tracker = tracker;
        this.callers = callers;
        this.snapshot = snapshot;
        this.at = at;
        callers.forEach(
                (uniqueid, caller) -> {
                    if (caller.isGone() || !caller.changed().isBefore(snapshot.begun())) {
                        moved.add(uniqueid);
                    }
                });
    }

    List<CallEvent> events() {
        List<CallEvent> told = new ArrayList<>();
        for (String uniqueid : List.copyOf(callers.keySet())) {
            if (!moved.contains(uniqueid)) {
                told.addAll(missedEnds(uniqueid, callers.get(uniqueid)));
            }
        }
        for (Call call : snapshot.waiting()) {
            if (!hasMoved(call)) {
                tracker.caller(call, at).visit(call).join();
            }
        }
        for (Pair pair : snapshot.ringing()) {
            if (!hasMoved(pair.call())) {
                told.addAll(tracker.rang(pair.call(), pair.agent(), at, true));
            }
        }
        for (Pair pair : snapshot.talking()) {
            if (!hasMoved(pair.call()) && !isKnownTalk(pair)) {
                told.addAll(
                        tracker.answered(
                                pair.call(),
                                pair.agent(),
                                Seconds.UNKNOWN,
                                Seconds.UNKNOWN,
                                at,
                                true));
            }
        }
        return told;
    }

    private List<CallEvent> missedEnds(String uniqueid, CallerState caller) {
        List<CallEvent> told = new ArrayList<>();
        for (String leg : List.copyOf(caller.talks().keySet())) {
            if (!goesOn(uniqueid, leg, caller.talks().get(leg))) {
                told.add(hangup(leg, caller.finish(leg)));
            }
        }
        for (Visit visit : caller.openVisits()) {
            if (isTalked(uniqueid, visit)) {
                continue;
            }
            if (isWaiting(uniqueid, visit)) {
                visit.ringing().removeIf(leg -> !snapshot.channels().contains(leg));
            } else {
                visit.close();
                told.add(abandon(visit));
            }
        }
        if (!snapshot.channels().contains(uniqueid)) {
            told.addAll(tracker.callerGone(uniqueid, at));
        }
        return told;
    }

    /** When it ended and who ended it nobody saw. */
    private Hangup hangup(String leg, Talk talk) {
        Head head = QueueCallTracker.head(talk.call(), Kind.HANGUP, leg, at, true);
        return new Hangup(
                head,
                talk.call(),
                talk.agent(),
                talk.holdtime(),
                talk.ringtime(),
                Seconds.UNKNOWN,
                "");
    }

    private Abandon abandon(Visit visit) {
        Head head = QueueCallTracker.head(visit.first(), Kind.ABANDON, visit.which(), at, true);
        return new Abandon(head, visit.first(), Seconds.UNKNOWN, "other");
    }

    private boolean hasMoved(Call call) {
        return moved.contains(call.id().uniqueid());
    }

    private boolean isWaiting(String uniqueid, Visit visit) {
        return snapshot.waiting().stream().anyMatch(call -> isStay(call, uniqueid, visit));
    }

    private boolean isTalked(String uniqueid, Visit visit) {
        return snapshot.talking().stream().anyMatch(pair -> isStay(pair.call(), uniqueid, visit));
    }

    private static boolean isStay(Call call, String uniqueid, Visit visit) {
        return call.id().uniqueid().equals(uniqueid) && call.queue().equals(visit.first().queue());
    }

    /**
     * A leg through a Local channel may have been optimised away: then the PBX shows the agent's
     * device.
     */
    private boolean goesOn(String uniqueid, String leg, Talk talk) {
        return snapshot.channels().contains(uniqueid)
                && (snapshot.channels().contains(leg) || isTalking(uniqueid, talk.agent().peer()));
    }

    private boolean isTalking(String uniqueid, String peer) {
        return snapshot.talking().stream()
                .filter(pair -> pair.call().id().uniqueid().equals(uniqueid))
                .anyMatch(pair -> pair.agent().peer().equals(peer));
    }

    private boolean isKnownTalk(Pair pair) {
        CallerState caller = callers.get(pair.call().id().uniqueid());
        return caller != null
                && caller.talks().values().stream()
                        .anyMatch(talk -> talk.agent().peer().equals(pair.agent().peer()));
    }
}
