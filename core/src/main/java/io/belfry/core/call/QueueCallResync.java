package io.belfry.core.call;

import io.belfry.core.call.PbxSnapshot.Pair;
import io.belfry.core.call.PbxSnapshot.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what we believe with one snapshot of the PBX: who rings or talks and was not known is
 * told now, what is not there any more ends soon, unless its own event still comes.
 */
final class QueueCallResync {
    private final QueueStays stays;
    private final AgentTalks talks;
    private final Callers callers;
    private final UnseenEnds ends;
    private final PbxSnapshot snapshot;
    private final Instant at;

    /** Callers of whom something was told after the lists had begun: the event is newer. */
    private final Set<String> moved = new HashSet<>();

    private final List<CallEvent> told = new ArrayList<>();

    QueueCallResync(
            QueueStays stays,
            AgentTalks talks,
            Callers callers,
            UnseenEnds ends,
            PbxSnapshot snapshot,
            Instant at) {
        this.stays = stays;
        this.talks = talks;
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
        begun();
        return told;
    }

    /** What began without our seeing it. */
    private void begun() {
        for (Waiting each : snapshot.waiting()) {
            if (!hasMoved(each.call()) && !hasJustLeft(each.call())) {
                told.addAll(stays.waits(each.call(), each.position(), at));
            }
        }
        for (Pair pair : snapshot.ringing()) {
            if (!hasMoved(pair.call())) {
                told.addAll(stays.rang(pair.call(), pair.agent(), at, true));
            }
        }
        for (Pair pair : snapshot.connecting()) {
            if (!hasMoved(pair.call()) && !isKnownTalk(pair)) {
                stays.pickedUp(pair.call(), pair.agent());
            }
        }
        for (Pair pair : snapshot.talking()) {
            if (!hasMoved(pair.call()) && !isKnownTalk(pair)) {
                told.addAll(talks.answered(pair.call(), pair.agent(), at));
            }
        }
    }

    private void judge(CallerState caller) {
        if (!isNewer(caller.bridgeChanged())) {
            String bridge = snapshot.bridges().getOrDefault(caller.channel(), "");
            caller.enters(bridge, snapshot.begun());
        }
        // a talk that ends leaves the map
        Map.copyOf(caller.talks()).forEach((leg, talk) -> judge(caller, leg, talk));
        for (Visit visit : caller.openVisits()) {
            if (!isNewer(visit.fact())) {
                judge(caller, visit);
            }
        }
        if (!snapshot.channels().contains(caller.channel()) && !hasMoved(caller.uniqueid())) {
            callers.leave(caller, at);
        }
    }

    private void judge(CallerState caller, String leg, Talk talk) {
        if (isNewer(talk.fact())) {
            return;
        }
        boolean gone = !snapshot.channels().contains(caller.channel());
        if (snapshot.areBridged(caller.channel(), leg)) {
            talk.goesOn();
            return;
        }
        if (!gone && talk.isParted()) {
            // the queue will still say when it ends
            return;
        }
        if (gone || !isNewer(caller.bridgeChanged())) {
            talk.gap();
        }
        if (!gone && isElsewhere(caller, talk.call().queue())) {
            told.addAll(ends.talkLost(caller, leg, at));
        } else if (gone || !goesOn(caller, leg, talk)) {
            ends.talkMissing(caller, leg, at);
        }
    }

    private void judge(CallerState caller, Visit visit) {
        if (isWaiting(caller.uniqueid(), visit)) {
            visit.waits();
            for (String leg : visit.ringingLegs()) {
                if (!snapshot.channels().contains(leg) && !isNewer(visit, leg)) {
                    ends.ringMissing(caller, visit, leg, at);
                }
            }
        } else if (isElsewhere(caller, visit.first().queue())) {
            told.addAll(ends.stayLost(caller, visit, at));
        } else if (!isQueueing(caller.uniqueid(), visit.first().queue())) {
            ends.stayMissing(caller, visit, at);
        }
    }

    /**
     * Another queue has him now. What will be told of that must come after the end here, or the end
     * is taken for that of his new stay.
     */
    private boolean isElsewhere(CallerState caller, String queue) {
        return !hasMoved(caller.uniqueid())
                && Stream.concat(
                                snapshot.waiting().stream().map(Waiting::call),
                                snapshot.talking().stream().map(Pair::call))
                        .filter(call -> call.id().uniqueid().equals(caller.uniqueid()))
                        .anyMatch(call -> !call.queue().equals(queue));
    }

    private boolean isNewer(Visit visit, String leg) {
        return visit.ringing(leg).filter(ring -> isNewer(ring.fact())).isPresent();
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
                .map(Waiting::call)
                .filter(call -> call.id().uniqueid().equals(uniqueid))
                .anyMatch(call -> call.queue().equals(visit.first().queue()));
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
    private boolean goesOn(CallerState caller, String leg, Talk talk) {
        boolean someoneThere = caller.isBridged() || snapshot.channels().contains(leg);
        // the application of a channel that took another's place is still its own
        return someoneThere
                && (caller.hasMoved() || isQueueing(caller.uniqueid(), talk.call().queue()));
    }

    private boolean isKnownTalk(Pair pair) {
        Optional<CallerState> caller = callers.find(pair.call().id().uniqueid());
        return caller.isPresent()
                && caller.get().talks().values().stream()
                        .anyMatch(talk -> talk.agent().peer().equals(pair.agent().peer()));
    }
}
