package io.belfry.simulator.calls;

import io.belfry.simulator.plan.QueuePlan;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One try of a queue to find somebody for a caller: all members at once, or one and, when that one
 * rejects, the next. It ends with an answer, with the ring timeout, or when nobody is left.
 */
final class RingRound {
    private final QueuedCall call;
    private final Switchboard board;
    private final Deque<MemberState> next;
    private final boolean everybody;
    private final Instant began;
    private final List<AgentLeg> ringing = new ArrayList<>();
    private Timeline.Task timeout;
    private boolean over;

    RingRound(QueuedCall call, List<MemberState> members) {
        this.call = call;
        this.board = call.board();
        this.next = new ArrayDeque<>(members);
        this.everybody = call.line().plan().strategy() == QueuePlan.Strategy.RINGALL;
        this.began = board.timeline.now();
    }

    void begin() {
        timeout = board.timeline.in(call.line().plan().ringTimeout(), this::timedOut);
        int count = everybody ? next.size() : 1;
        for (int i = 0; i < count; i++) {
            ring(next.poll());
        }
    }

    /**
     * The next of those who are still free; since the round began they may have got something to
     * do.
     */
    private boolean ringNext() {
        while (!next.isEmpty()) {
            MemberState member = next.poll();
            if (call.line().isFree(member)) {
                ring(member);
                return true;
            }
        }
        return false;
    }

    private void ring(MemberState member) {
        call.tries(member);
        AgentLeg leg = AgentLeg.to(member, call);
        ringing.add(leg);
        call.story().notes().rings(leg.device(), member.address(), call.line().name());
        leg.call();
        leg.channels().forEach(channel -> channel.occupation = call);
        if (!everybody) {
            showAgentToCaller(leg);
        }
        board.timeline.in(Switchboard.SIGNALLING, () -> rings(leg));
        react(leg, call.story().nextRing(leg.device()));
    }

    /** The caller's telephone may show who is being called. */
    private void showAgentToCaller(AgentLeg leg) {
        board.plan
                .agentAt(leg.device())
                .ifPresent(
                        agent ->
                                board.wire.connectedLine(
                                        call.caller(), agent.number(), agent.name()));
    }

    private void rings(AgentLeg leg) {
        if (ringing.contains(leg)) {
            leg.ring();
        }
    }

    /** The person decides; ringing is heard before anything can be done. */
    private void react(AgentLeg leg, Script.Reaction reaction) {
        Duration after = reaction.after().plus(Switchboard.SIGNALLING);
        switch (reaction.kind()) {
            case ANSWER -> board.timeline.in(after, () -> answers(leg));
            case REJECT -> board.timeline.in(after, () -> refuses(leg, 17, 486));
            case DECLINE -> board.timeline.in(after, () -> refuses(leg, 21, 603));
            case IGNORE -> {}
        }
    }

    private void answers(AgentLeg leg) {
        if (!ringing.remove(leg)) {
            return;
        }
        over = true;
        timeout.cancel();
        call.story().notes().rangUntil(leg.device(), RingResult.ANSWERED);
        ringing.forEach(
                other ->
                        call.story()
                                .notes()
                                .rangUntil(other.device(), RingResult.ANSWERED_ELSEWHERE));
        call.story().notes().waitedUntil(Outcome.ANSWERED);
        call.story().notes().talks(leg.device(), leg.member().address(), call.line().name());
        leg.answer();
        losers(leg);
        board.wire.musicStops(call.caller());
        call.answered(leg, board.now() - began.getEpochSecond());
    }

    /** Those who lost the race are told twice. */
    private void losers(AgentLeg winner) {
        ringing.forEach(leg -> dialEnd(leg, "CANCEL"));
        if (everybody) {
            showAgentToCaller(winner);
        }
        for (AgentLeg leg : ringing) {
            dialEnd(leg, "CANCEL");
            leg.cancel(26);
        }
        ringing.clear();
    }

    private void dialEnd(AgentLeg leg, String status) {
        board.wire.dialEnd(Optional.of(call.caller()), leg.seenByQueue(), status);
    }

    private void refuses(AgentLeg leg, int cause, int techCause) {
        if (!ringing.remove(leg)) {
            return;
        }
        call.story().notes().rangUntil(leg.device(), RingResult.REJECTED);
        leg.refuse(cause, techCause);
        dialEnd(leg, "NOANSWER");
        QueueEvents.ringNoAnswer(call, leg, ringMillis());
        boolean goesOn = !everybody && ringNext();
        leg.cancel(cause);
        if (!goesOn && ringing.isEmpty()) {
            finish();
        }
    }

    /** Whole seconds of the clock, told in milliseconds. */
    private long ringMillis() {
        return (board.now() - began.getEpochSecond()) * 1000;
    }

    private void timedOut() {
        if (!over) {
            timeOut();
            finish();
        }
    }

    private void finish() {
        over = true;
        timeout.cancel();
        call.nobodyAnswered();
    }

    /** The ring time, or the caller's time in the queue, is over. */
    void timeOut() {
        over = true;
        timeout.cancel();
        ringing.forEach(leg -> call.story().notes().rangUntil(leg.device(), RingResult.NO_ANSWER));
        for (AgentLeg leg : ringing) {
            QueueEvents.ringNoAnswer(call, leg, ringMillis());
            dialEnd(leg, "NOANSWER");
        }
        for (AgentLeg leg : ringing) {
            dialEnd(leg, "CANCEL");
            leg.cancel(0);
        }
        ringing.clear();
    }

    /** The caller is gone. */
    void cancel(int cause, RingResult result) {
        over = true;
        timeout.cancel();
        ringing.forEach(leg -> call.story().notes().rangUntil(leg.device(), result));
        ringing.forEach(leg -> dialEnd(leg, "CANCEL"));
        for (AgentLeg leg : ringing) {
            dialEnd(leg, "CANCEL");
            leg.cancel(cause);
        }
        ringing.clear();
    }

    /** A telephone's channel is ended from outside while it rings. */
    void phoneEnded(Channel channel, Occupation.HangUp how) {
        List.copyOf(ringing).stream()
                .filter(leg -> leg.channels().contains(channel))
                .findFirst()
                .ifPresent(
                        leg ->
                                refuses(
                                        leg,
                                        how.byPhone() ? 17 : Math.max(16, how.cause()),
                                        Wire.NO_CAUSE));
    }
}
