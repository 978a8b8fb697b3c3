package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.state.MemberState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A member that is a Local channel: the queue sees its first end, the second end runs the dialplan
 * and dials the telephone. Without {@code /n} both ends go away as soon as the two people are
 * connected.
 */
final class LocalLeg implements AgentLeg, DialedCall.Events {
    private static final Duration OPTIMIZES_AFTER = Duration.ofMillis(6);

    private final MemberState member;
    private final QueuedCall call;
    private final Switchboard board;
    private final AgentPlan agent;
    private final DialedCall.Target target;
    private final String interfaceData;
    private final boolean stays;
    private final Channel one;
    private final Channel two;
    private final DialedCall dialed;
    private Channel seen;
    private int cancelCause = 16;

    LocalLeg(MemberState member, QueuedCall call) {
        this.member = member;
        this.call = call;
        this.board = call.board();
        Matcher parts = LOCAL.matcher(member.address());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a Local member: " + member.address());
        }
        this.agent = board.plan.agentByNumber(parts.group(1)).orElseThrow();
        this.stays = parts.group(2) != null;
        this.target = DialedCall.Target.agent(board, agent);
        this.interfaceData = member.address().substring("Local/".length());
        String name = board.numbers.local("Local/" + agent.number() + "@from-queue");
        this.one = board.localEnd(name + ";1", call.caller().linkedid);
        this.two = board.localEnd(name + ";2", call.caller().linkedid);
        this.seen = one;
        this.dialed = new DialedCall(board, two, target, this);
    }

    @Override
    public MemberState member() {
        return member;
    }

    @Override
    public String device() {
        return target.device();
    }

    @Override
    public Channel seenByQueue() {
        return seen;
    }

    @Override
    public Channel phone() {
        return dialed.to();
    }

    @Override
    public List<Channel> channels() {
        return List.of(one, two, dialed.to());
    }

    @Override
    public void call() {
        Channel caller = call.caller();
        String known = caller.connectedNumber.isEmpty() ? caller.exten : caller.connectedNumber;
        one.at("from-queue", agent.number(), 1).state(Channel.DOWN);
        two.at("from-queue", agent.number(), 1).state(Channel.RING);
        board.wire.newChannel(one);
        board.wire.newChannel(two);
        one.caller(known, caller.connectedName);
        board.wire.app(one, "AppQueue", "(Outgoing Line)");
        board.wire.callerId(one, known, caller.connectedName);
        board.wire.inherit(one, caller);
        board.wire.varset(one, "DIALEDPEERNUMBER", interfaceData);
        board.wire.varset(two, "DIALEDPEERNUMBER", interfaceData);
        board.wire.inherit(two, caller);
        two.connectedNumber = known;
        two.connectedName = caller.connectedName;
        board.wire.callerId(two, caller.number, caller.callerName);
        board.wire.connectedLine(two, known, caller.connectedName);
        board.wire.local(
                "LocalBridge",
                List.of(one, two),
                Optional.empty(),
                "Context",
                "from-queue",
                "Exten",
                agent.number(),
                "LocalOptimization",
                stays ? "No" : "Yes");
        tellCalled();
        dialTelephone();
    }

    private void tellCalled() {
        Channel.Snapshot before = one.snapshot();
        one.connectedNumber = call.caller().number;
        one.connectedName = call.caller().callerName;
        one.exten = call.caller().exten;
        call.tellCalled(this);
        board.wire.dial(
                "DialBegin", Optional.of(call.caller()), before, "DialString", member.address());
    }

    private void dialTelephone() {
        String number = agent.number();
        board.wire.exten(two, "from-queue", number, 1, "Set", "QAGENT=" + number);
        board.wire.varset(two, "QAGENT", number);
        board.wire.exten(two, "from-queue", number, 2, "Goto", "ext-local," + number + ",1");
        two.at("ext-local", number, 1);
        ExtensionCall.subroutine(board, two, target, true);
        dialed.call();
    }

    @Override
    public void ring() {
        dialed.ring();
        board.wire.dialRinging(Optional.of(call.caller()), one);
    }

    /** The telephone rings: the second end tells the first, and that the queue. */
    @Override
    public void rings() {
        one.caller(agent.number(), agent.name());
        board.wire.newState(one, Channel.RINGING);
        board.wire.app(one, "AppQueue", "(Outgoing Line)");
        board.wire.callerId(one, agent.number(), agent.name());
        board.wire.connectedLine(one, call.caller().number, call.caller().callerName);
        board.wire.device("Local/" + agent.number() + "@from-queue", "INUSE");
    }

    @Override
    public void answer() {
        dialed.pickUp();
        board.wire.dialEnd(Optional.of(call.caller()), one, "ANSWER");
    }

    @Override
    public void answering() {
        board.wire.newState(one, Channel.UP);
        board.wire.device("Local/" + agent.number() + "@from-queue", "INUSE");
        board.wire.device("Local/" + agent.number() + "@from-queue", "INUSE");
    }

    @Override
    public void beforeBridge() {
        dialed.connect();
    }

    @Override
    public void afterBridge() {
        if (!stays) {
            board.timeline.in(OPTIMIZES_AFTER, this::optimize);
        }
    }

    /** The telephone moves into the queue's bridge, the Local channel ends. */
    private void optimize() {
        if (one.gone || one.bridge.isEmpty() || dialed.over()) {
            return;
        }
        Channel phone = phone();
        Bridge outer = one.bridge.get();
        Bridge inner = dialed.bridge().orElseThrow();
        String id = board.numbers.optimization();
        String[] begin = {"DestUniqueId", two.uniqueid, "Id", id};
        board.wire.local("LocalOptimizationBegin", List.of(one, two), Optional.of(phone), begin);
        dialed.letGo();
        inner.leave(phone);
        outer.forget(one);
        outer.leave(one);
        outer.enterInsteadOf(phone, one);
        inner.forget(two);
        board.wire.local(
                "LocalOptimizationEnd",
                List.of(one, two),
                Optional.empty(),
                "Success",
                "No",
                "Id",
                id);
        outer.introduce(1);
        phone.occupation = one.occupation;
        seen = phone;
        endBothEnds(inner);
    }

    private void endBothEnds(Bridge inner) {
        board.wire.hangupRequest(two, 16, Wire.NO_CAUSE);
        endOne(16);
        inner.leave(two);
        inner.destroy();
        board.wire.time(two, "ANSWEREDTIME", 0);
        board.wire.time(two, "DIALEDTIME", board.millisSince(two));
        board.wire.varset(two, "DIALSTATUS", "ANSWER");
        board.wire.softHangup(two, Wire.NO_CAUSE);
        endTwo(16);
    }

    private void endOne(int cause) {
        if (!one.gone) {
            board.hangup(one, cause, Wire.NO_CAUSE);
            board.wire.device("Local/" + agent.number() + "@from-queue", "NOT_INUSE");
        }
    }

    private void endTwo(int cause) {
        if (!two.gone) {
            board.hangup(two, cause, Wire.NO_CAUSE);
            board.wire.device("Local/" + agent.number() + "@from-queue", "NOT_INUSE");
        }
    }

    @Override
    public void refuse(int cause, int techCause) {
        cancelCause = cause;
        dialed.refuse(cause, techCause);
    }

    @Override
    public void cancel(int cause) {
        if (dialed.over()) {
            endOne(cancelCause);
            return;
        }
        cancelCause = cause;
        board.wire.hangupRequest(two, cause, Wire.NO_CAUSE);
        endOne(cause);
        dialed.cancel(cause == 0 ? 16 : cause, Wire.NO_CAUSE, Wire.NO_CAUSE);
    }

    @Override
    public void failed(String status, int cause, int techCause) {
        board.wire.softHangup(two, techCause);
        endTwo(cancelCause);
    }

    @Override
    public void phoneHangsUp() {
        board.wire.hangupRequest(phone(), 16, Wire.NO_CAUSE);
        if (seen == one) {
            dialed.part(phone());
        }
    }

    /** The telephone's conversation with the second end is over. */
    @Override
    public void ended(boolean byCalled) {
        board.wire.softHangup(two, Wire.NO_CAUSE);
        if (byCalled) {
            board.wire.varset(one, "CHANLOCALSTATUS", "ANSWER");
            board.wire.hangupRequest(one, 16, Wire.NO_CAUSE);
            board.hangup(phone(), 16, Wire.NO_CAUSE);
            endTwo(16);
        } else {
            endTwo(16);
            board.hangup(phone(), 16, Wire.NO_CAUSE);
        }
    }

    @Override
    public void end() {
        if (seen != one) {
            board.hangup(phone(), 16, Wire.NO_CAUSE);
        } else if (dialed.over()) {
            endOne(16);
        } else {
            board.wire.hangupRequest(two, 16, Wire.NO_CAUSE);
            endOne(16);
            dialed.part(two);
        }
    }
}
