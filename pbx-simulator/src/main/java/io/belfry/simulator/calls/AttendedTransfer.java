package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.truth.CallNotes;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.util.Optional;

/**
 * An agent puts the caller on hold, calls a colleague from the same telephone, talks, and connects
 * the two (SIP REFER with Replaces). If the colleague does not answer, the agent goes back to the
 * caller.
 */
final class AttendedTransfer implements DialedCall.Events, Ringing.Person {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final QueueTalk talk;
    private final Script.Step.AttendedTransfer plan;
    private final Switchboard board;
    private final CallStory story;
    private final CallNotes notes;
    private final Channel caller;
    private final Channel agent;
    private Channel consulting;
    private DialedCall consultation;
    private String colleague = "";

    AttendedTransfer(QueueTalk talk, Script.Step.AttendedTransfer plan) {
        this.talk = talk;
        this.plan = plan;
        this.board = talk.call().board();
        this.story = talk.call().story();
        this.notes = story.notes();
        this.caller = talk.call().caller();
        this.agent = talk.leg().phone();
        this.consulting = agent;
    }

    void begin() {
        talk.hold();
        board.timeline.in(plan.pause(), this::call);
    }

    private void call() {
        Optional<AgentPlan> target = board.plan.agentByNumber(plan.extension());
        AgentPlan owner = board.plan.agentAt(agent.device).orElseThrow();
        if (talk.isOver() || target.isEmpty()) {
            return;
        }
        consulting = board.channel(agent.device, "");
        consulting
                .at("from-internal", plan.extension(), 1)
                .caller(owner.number(), owner.name())
                .state(Channel.RING);
        DialedCall.Target to = DialedCall.Target.agent(board, target.get());
        colleague = to.device();
        notes.rings(colleague, "", "");
        board.wire.newChannel(consulting);
        board.wire.varset(consulting, "SIPDOMAIN", "127.0.0.1");
        ExtensionCall.subroutine(board, consulting, to, true);
        consultation = new DialedCall(board, consulting, to, this);
        consultation.call();
        new Ringing(board, consultation, this).begin(story.nextRing(colleague), LIMIT);
    }

    @Override
    public void answers() {
        notes.rangUntil(colleague, RingResult.ANSWERED);
        notes.talks(colleague, "", "");
        board.timeline.in(plan.consultation(), this::connect);
    }

    @Override
    public void refuses() {
        notes.rangUntil(colleague, RingResult.REJECTED);
    }

    @Override
    public void doesNotAnswer() {
        notes.rangUntil(colleague, RingResult.NO_ANSWER);
    }

    @Override
    public void failed(String status, int cause, int techCause) {
        talk.call().dialplan().end(consulting, cause == 0 ? 16 : cause, techCause, "");
        backToCaller();
    }

    @Override
    public void ended(boolean byCalled) {
        notes.talkedUntil(colleague, byCalled ? "agent" : "manager");
        talk.call().dialplan().prepareEnd(consulting, 16, Wire.NO_CAUSE, "");
        board.hangup(consultation.to(), 16, Wire.NO_CAUSE);
        board.hangup(consulting, 16, Wire.NO_CAUSE);
        backToCaller();
    }

    private void backToCaller() {
        if (!talk.isOver()) {
            talk.unhold();
        }
    }

    /** The caller may have given up meanwhile; then there is nobody to transfer. */
    private void connect() {
        if (consultation.over()) {
            return;
        }
        if (talk.isOver()) {
            consultation.hangUp(consulting, Occupation.HangUp.PHONE);
            return;
        }
        talk.handOver();
        consultation.letGo();
        notes.talkedUntil(agent.device, "transfer");
        Bridge second = consultation.bridge().orElseThrow();
        Bridge first = talk.bridge();
        Channel target = consultation.to();
        Channel.Snapshot before = target.snapshot();
        swap(first, second, target);
        tell(first, second, before);
        caller.connectedNumber = board.plan.agentAt(colleague).orElseThrow().number();
        caller.connectedName = board.plan.agentAt(colleague).orElseThrow().name();
        talk.complete("transfer");
        board.wire.connectedLine(caller, caller.connectedNumber, caller.connectedName);
        first.introduce(1);
        endConsultation(second);
        board.wire.connectedLine(target, caller.number, caller.callerName);
        first.introduce(1);
        board.devices.withdraw(agent);
        board.hangup(consulting, 16, Wire.NO_CAUSE);
        board.hangup(agent, 16, Wire.NO_CAUSE);
        new Afterwards(target);
    }

    /** The colleague takes the agent's place beside the caller. */
    private void swap(Bridge first, Bridge second, Channel target) {
        board.wire.about(agent, "Unhold", Privilege.CALL);
        board.wire.about(consulting, "Unhold", Privilege.CALL);
        board.wire.varset(caller, "ATTENDEDTRANSFER", agent.name);
        board.wire.varset(agent, "ATTENDEDTRANSFER", caller.name);
        second.leave(target);
        first.forget(agent);
        first.leave(agent);
        target.linkedid = caller.linkedid;
        first.enterInsteadOf(target, agent);
        second.forget(consulting);
        board.wire.musicStops(caller);
        talk.held(false);
        AmiEvent.Builder event = AmiEvent.of("SoftHangupRequest", Privilege.CALL);
        consulting.snapshot().write(event, "");
        board.wire.send(event.with("Cause", "1").build());
    }

    private void tell(Bridge first, Bridge second, Channel.Snapshot target) {
        AmiEvent.Builder event =
                AmiEvent.of("AttendedTransfer", Privilege.CALL).with("Result", "Success");
        agent.snapshot().write(event, "OrigTransferer");
        first.lines(event, "Orig");
        consulting.snapshot().write(event, "SecondTransferer");
        second.linesAsBefore(event, "Second", 2);
        caller.snapshot().write(event, "Transferee");
        target.write(event, "TransferTarget");
        board.wire.send(
                event.with("IsExternal", "No")
                        .with("DestType", "Bridge")
                        .with("DestBridgeUniqueid", first.id())
                        .build());
    }

    private void endConsultation(Bridge second) {
        second.noLongerDirect();
        second.leave(consulting);
        second.destroy();
        long talked = board.millisSince(consultation.to());
        board.wire.time(consulting, "ANSWEREDTIME", talked);
        board.wire.time(consulting, "DIALEDTIME", board.millisSince(consulting));
        board.wire.varset(consulting, "DIALSTATUS", "ANSWER");
        board.wire.softHangup(consulting, Wire.NO_CAUSE);
    }

    /** Caller and colleague talk; the queue knows nothing of it any more. */
    private final class Afterwards implements Occupation {
        private final Channel target;
        private boolean over;

        private Afterwards(Channel target) {
            this.target = target;
            caller.occupation = this;
            target.occupation = this;
            story.nextTalk(colleague).stream()
                    .filter(Script.Step.HangUp.class::isInstance)
                    .map(Script.Step.HangUp.class::cast)
                    .findFirst()
                    .ifPresent(
                            step ->
                                    board.timeline.in(
                                            step.after(),
                                            () ->
                                                    hangUp(
                                                            step.side() == Script.Side.CALLER
                                                                    ? caller
                                                                    : target,
                                                            HangUp.PHONE)));
        }

        @Override
        public void hangUp(Channel channel, HangUp how) {
            if (over) {
                return;
            }
            over = true;
            String who = how.byPhone() ? (channel == caller ? "caller" : "agent") : "manager";
            notes.ends(Outcome.ANSWERED, who);
            if (how.byPhone()) {
                board.wire.hangupRequest(
                        channel, channel == caller ? Wire.NO_CAUSE : 16, Wire.NO_CAUSE);
            }
            leave(channel);
            talk.tellTimes();
            talk.call().dialplan().end(caller, 16, Wire.NO_CAUSE, "");
            board.hangup(target, 16, Wire.NO_CAUSE);
        }

        private void leave(Channel first) {
            Bridge bridge = talk.bridge();
            bridge.part(first);
            bridge.leave(first);
            bridge.leave(first == caller ? target : caller);
            bridge.destroy();
        }

        @Override
        public boolean redirect(Channel channel, String context, String extension) {
            if (over || channel != caller) {
                return false;
            }
            over = true;
            notes.talksEnd("manager");
            leave(caller);
            board.hangup(target, 16, Wire.NO_CAUSE);
            talk.call().dialplan().jump(caller, story, context, extension);
            return true;
        }
    }
}
