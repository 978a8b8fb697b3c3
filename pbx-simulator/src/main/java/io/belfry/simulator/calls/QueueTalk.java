package io.belfry.simulator.calls;

import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The conversation of a caller and a queue member, until somebody hangs up, transfers, or the
 * manager steps in.
 */
final class QueueTalk implements Occupation {
    private final QueuedCall call;
    private final Switchboard board;
    private final Channel caller;
    private final AgentLeg leg;
    private final long hold;
    private final Instant since;
    private final Bridge bridge;
    private final Deque<Script.Step> steps;
    private boolean over;
    private boolean completed;

    private QueueTalk(QueuedCall call, AgentLeg leg) {
        this.call = call;
        this.board = call.board();
        this.caller = call.caller();
        this.leg = leg;
        this.hold = call.holdSeconds();
        this.since = board.timeline.now();
        this.bridge = board.bridge();
        this.steps = new ArrayDeque<>(call.story().nextTalk(leg.device()));
    }

    static void begin(QueuedCall call, AgentLeg leg) {
        QueueTalk talk = new QueueTalk(call, leg);
        talk.caller.occupation = talk;
        leg.channels().forEach(channel -> channel.occupation = talk);
        talk.bridge.enter(leg.seenByQueue());
        talk.bridge.enter(talk.caller);
        leg.afterBridge();
        talk.nextStep();
    }

    QueuedCall call() {
        return call;
    }

    AgentLeg leg() {
        return leg;
    }

    Bridge bridge() {
        return bridge;
    }

    private void nextStep() {
        Script.Step step = steps.poll();
        if (step != null) {
            board.timeline.in(
                    step.after(),
                    () -> {
                        if (!over) {
                            perform(step);
                        }
                    });
        }
    }

    /** Java 17 has no switch over types. */
    private void perform(Script.Step step) {
        if (step instanceof Script.Step.HangUp hangUp) {
            hangUp(hangUp.side() == Script.Side.CALLER ? caller : leg.phone(), HangUp.PHONE);
        } else if (step instanceof Script.Step.Hold) {
            hold();
        } else if (step instanceof Script.Step.Unhold) {
            unhold();
        } else if (step instanceof Script.Step.BlindTransfer transfer) {
            new BlindTransfer(this).to(transfer.extension());
        } else if (step instanceof Script.Step.AttendedTransfer transfer) {
            new AttendedTransfer(this, transfer).begin();
        }
        if (!over) {
            nextStep();
        }
    }

    /** The agent presses the hold key: the caller hears music. */
    void hold() {
        board.wire.about(leg.phone(), "Hold", Privilege.CALL, "MusicClass", "default");
        bridge.introduce(1);
        board.wire.musicStarts(caller);
        held(true);
    }

    void unhold() {
        board.wire.about(leg.phone(), "Unhold", Privilege.CALL);
        bridge.introduce(1);
        board.wire.musicStops(caller);
        held(false);
    }

    void held(boolean still) {
        caller.held = still;
        board.devices.changed(caller.device);
    }

    /** Counted once: app_queue's figures, and the member's. */
    void complete(String reason) {
        if (!completed) {
            completed = true;
            long talk = board.now() - since.getEpochSecond();
            call.line().completed(leg.member().address(), hold, talk);
            QueueEvents.complete(call, leg, hold, talk, reason);
        }
    }

    /** From now on others look after the two channels. */
    void handOver() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void hangUp(Channel channel, HangUp how) {
        if (over) {
            return;
        }
        over = true;
        boolean byCaller = channel == caller;
        String who = how.byPhone() ? (byCaller ? "caller" : "agent") : "manager";
        call.story().notes().ends(Outcome.ANSWERED, who);
        if (byCaller) {
            callerLeaves(how);
        } else {
            agentLeaves(how);
        }
    }

    private void callerLeaves(HangUp how) {
        if (how.byPhone()) {
            board.wire.hangupRequest(
                    caller, caller.context.equals("queues") ? Wire.NO_CAUSE : 16, Wire.NO_CAUSE);
        }
        Lateness late = lateness();
        if (late == Lateness.NOT) {
            complete("caller");
        }
        if (caller.held) {
            board.wire.musicStops(caller);
        }
        bridge.part(caller);
        bridge.leave(caller);
        bridge.leave(leg.seenByQueue());
        bridge.destroy();
        tellTimes();
        int cause = how.byPhone() || how.cause() == 0 ? 16 : how.cause();
        call.dialplan().prepareEnd(caller, cause, Wire.NO_CAUSE, "");
        endBoth(cause, late, "caller", true);
    }

    private void agentLeaves(HangUp how) {
        if (how.byPhone()) {
            leg.phoneHangsUp();
        }
        Lateness late = lateness();
        if (late == Lateness.NOT) {
            complete("agent");
        }
        Channel agent = leg.seenByQueue();
        bridge.part(agent);
        bridge.leave(agent);
        bridge.leave(caller);
        bridge.destroy();
        tellTimes();
        call.dialplan().prepareEnd(caller, 16, Wire.NO_CAUSE, "");
        endBoth(16, late, "agent", true);
    }

    private void endBoth(int cause, Lateness late, String reason, boolean agentFirst) {
        if (agentFirst) {
            leg.end();
        }
        if (late == Lateness.AFTER_AGENT) {
            complete(reason);
        }
        board.hangup(caller, cause, Wire.NO_CAUSE);
        complete(reason);
    }

    /**
     * How late AgentComplete comes: the event is made by another part of Asterisk than the
     * channels' ends.
     */
    private enum Lateness {
        NOT,
        AFTER_AGENT,
        AFTER_BOTH
    }

    private Lateness lateness() {
        double chance = board.random.nextDouble();
        if (chance < board.quirks.veryLateComplete()) {
            return Lateness.AFTER_BOTH;
        }
        double late = board.quirks.veryLateComplete() + board.quirks.lateComplete();
        return chance < late ? Lateness.AFTER_AGENT : Lateness.NOT;
    }

    /** What app_queue sets on the caller's channel when the conversation is over. */
    void tellTimes() {
        call.line().tellStats(caller);
        long talked = Duration.between(since, board.timeline.now()).toMillis();
        board.wire.time(caller, "ANSWEREDTIME", talked);
        board.wire.time(caller, "DIALEDTIME", board.millisSince(caller));
        call.line().tellStats(caller);
    }

    /** The caller goes on elsewhere: nothing was talked, as far as the variables say. */
    void tellTransferTimes() {
        board.wire.time(caller, "DIALEDTIME", board.millisSince(caller));
        board.wire.time(caller, "ANSWEREDTIME", 0);
        call.line().tellStats(caller);
    }

    /**
     * The manager sends the caller elsewhere. The agent's part ends at once; AgentComplete comes
     * only when the caller's channel ends.
     */
    @Override
    public boolean redirect(Channel channel, String context, String extension) {
        if (over || channel != caller) {
            return false;
        }
        over = true;
        call.story().notes().talksEnd("manager");
        bridge.forget(caller);
        call.dialplan().land(caller, context, extension);
        bridge.forget(leg.seenByQueue());
        bridge.leave(caller);
        bridge.leave(leg.seenByQueue());
        bridge.destroy();
        caller.whenGone(() -> complete("caller"));
        leg.end();
        tellTransferTimes();
        call.dialplan().arrive(caller, call.story());
        return true;
    }
}
