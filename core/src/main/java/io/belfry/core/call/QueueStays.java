package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Leave;
import io.belfry.core.call.CallEvent.NoAnswer;
import io.belfry.core.call.CallEvent.Queued;
import io.belfry.core.call.CallEvent.Reject;
import io.belfry.core.call.CallEvent.Ringing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Callers in queues: how they join, for whom it rings, how they leave unanswered. */
final class QueueStays {
    private final Callers callers;
    private final OpenReasons reasons;
    private long ignored;

    QueueStays(Callers callers, OpenReasons reasons) {
        this.callers = callers;
        this.reasons = reasons;
    }

    long ignored() {
        return ignored;
    }

    List<CallEvent> joined(Call call, int position, Instant at) {
        CallerState caller = callers.of(call);
        List<CallEvent> before = reasons.decide(caller.uniqueid(), "other");
        Visit visit = caller.visit(call, at);
        if (!visit.join()) {
            return before;
        }
        Queued queued = new Queued(head(call, Kind.QUEUED, visit.which(), at), call, position);
        return CallEvents.joined(before, List.of(queued));
    }

    /**
     * A snapshot has him in a queue; he may have joined unseen. Whom somebody was called for is
     * known to wait, however that was learnt.
     */
    List<CallEvent> waits(Call call, int position, Instant at) {
        CallerState caller = callers.of(call);
        boolean known = caller.open(call.queue()).isPresent();
        Visit visit = caller.visit(call, Instant.EPOCH);
        if (!visit.join() || known) {
            return List.of();
        }
        Head head = EventIds.head(call, Kind.QUEUED, visit.which(), at, true);
        return reasons.before(new Queued(head, call, position));
    }

    /**
     * A snapshot shows the moment in which an agent has picked up and the caller has left the
     * queue, and they are not yet in one bridge; or no more. Which of them it is comes out soon:
     * then there is an answer, or an end of one, or nothing.
     */
    void pickedUp(Call call, AgentLeg agent) {
        String leg = CallerState.key(agent);
        CallerState caller = callers.of(call);
        if (caller.legs().contains(leg) || caller.isGone()) {
            return;
        }
        callers.own(leg, caller);
        boolean known = caller.open(call.queue()).isPresent();
        Visit visit = caller.visit(call, Instant.EPOCH);
        visit.pickedUp(leg, agent, callers.facts());
        if (!known) {
            visit.leave();
        }
    }

    List<CallEvent> rang(Call call, AgentLeg agent, Instant at, boolean recovered) {
        String leg = CallerState.key(agent);
        CallerState caller = callers.of(call);
        if (caller.legs().contains(leg) || caller.isGone()) {
            return List.of();
        }
        callers.own(leg, caller);
        Visit visit = caller.visit(call, Instant.EPOCH);
        int attempt = visit.ring(leg, agent, at, callers.facts());
        Head head = EventIds.head(call, Kind.RINGING, leg, at, recovered);
        return reasons.before(new Ringing(head, visit.told(call), agent, attempt));
    }

    String queueOf(String uniqueid) {
        return waitsIn(uniqueid).map(visit -> visit.first().queue()).orElse("");
    }

    /** His last stay, unless the queue has let go of him there. */
    private Optional<Visit> waitsIn(String uniqueid) {
        return callers.find(uniqueid).map(CallerState::openVisits).orElse(List.of()).stream()
                .filter(visit -> !visit.isLeaving())
                .reduce((first, last) -> last);
    }

    /** He calls somebody, and no queue does that for him: it has let go of him for good. */
    List<CallEvent> goesOn(String uniqueid) {
        return callers.find(uniqueid)
                .map(caller -> reasons.decide(caller.uniqueid(), "other"))
                .orElse(List.of());
    }

    List<CallEvent> dialled(
            String uniqueid, AgentLeg agent, Map<String, String> variables, Instant at) {
        return waitsIn(uniqueid)
                .filter(visit -> !isForward(visit, agent))
                .map(visit -> rang(Visit.with(visit.first(), variables), agent, at, false))
                .orElse(List.of());
    }

    /** It still rings for the same agent then, wherever his phone has sent the call. */
    private boolean isForward(Visit visit, AgentLeg agent) {
        String leg = CallerState.key(agent);
        CallerState caller = callers.of(visit.first());
        if (caller.legs().contains(leg) || !visit.movesTo(leg, callers.facts())) {
            return false;
        }
        callers.own(leg, caller);
        return true;
    }

    void pickedUp(String leg, Instant at) {
        callers.ofLeg(leg)
                .flatMap(caller -> caller.ringingAt(leg))
                .ifPresent(visit -> visit.pickedUpElsewhere(leg, at));
    }

    void forwarded(String uniqueid, String leg) {
        callers.find(uniqueid)
                .flatMap(caller -> caller.ringingAt(leg))
                .flatMap(visit -> visit.ringing(leg))
                .ifPresent(Visit.Ring::forwarded);
    }

    void dialEnded(String uniqueid, String leg, String dialStatus, Instant at) {
        callers.find(uniqueid)
                .flatMap(caller -> caller.ringingAt(leg))
                .ifPresent(visit -> visit.dialEnded(leg, dialStatus, at));
    }

    void stoppedRinging(String leg) {
        callers.ofLeg(leg)
                .flatMap(caller -> caller.ringingAt(leg))
                .flatMap(visit -> visit.ringing(leg))
                .ifPresent(Visit.Ring::hungUp);
    }

    List<CallEvent> notAnswered(
            String uniqueid, String queue, String leg, Seconds ringtime, Instant at) {
        CallerState caller = callers.find(uniqueid).orElse(null);
        Visit visit = caller == null ? null : caller.open(queue).orElse(null);
        Visit.Ring ring = visit == null ? null : visit.ringing(leg).orElse(null);
        if (ring == null) {
            ignored++;
            return List.of();
        }
        visit.ringEnded(leg);
        callers.touch(caller);
        Call call = visit.first();
        return reasons.before(
                ring.isRefused()
                        ? new Reject(head(call, Kind.REJECT, leg, at), call, ring.agent(), ringtime)
                        : new NoAnswer(
                                head(call, Kind.NOANSWER, leg, at), call, ring.agent(), ringtime));
    }

    List<CallEvent> abandoned(Call call, Seconds holdtime, Instant at) {
        CallerState caller = callers.of(call);
        if (caller.open(call.queue()).isEmpty()
                && caller.hasLeft(call.queue(), at.minus(UnseenEnds.WAIT))) {
            ignored++;
            return List.of();
        }
        Visit visit = caller.visit(call, Instant.EPOCH);
        if (visit.isLeaving()) {
            // old versions say that he left before they say that he gave up
            reasons.withdraw(caller.uniqueid());
        }
        visit.closeUnanswered(at);
        Head head = head(call, Kind.ABANDON, visit.which(), at);
        Call told = visit.told(call);
        if (caller.hangupRequested()) {
            return reasons.before(new Abandon(head, told, holdtime, "caller"));
        }
        reasons.add(
                caller.uniqueid(),
                false,
                at.plus(QueueCallTracker.REASON_WAIT),
                reason -> new Abandon(head, told, holdtime, reason));
        return List.of();
    }

    List<CallEvent> left(Call call, Instant at) {
        CallerState caller = callers.find(call.id().uniqueid()).orElse(null);
        Visit visit = caller == null ? null : caller.open(call.queue()).orElse(null);
        if (visit == null || visit.isAnswering() || visit.isLeaving()) {
            return List.of();
        }
        visit.leave();
        callers.touch(caller);
        Head head = head(call, Kind.LEAVE, visit.which(), at);
        Call told = visit.told(call);
        reasons.add(
                caller.uniqueid(),
                true,
                at.plus(QueueCallTracker.REASON_WAIT),
                reason -> {
                    visit.closeUnanswered(at);
                    return new Leave(head, told, reason.equals("empty") ? reason : "key");
                });
        return List.of();
    }

    private static Head head(Call call, Kind kind, String which, Instant at) {
        return EventIds.head(call, kind, which, at, false);
    }
}
