package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.state.MemberState;
import java.util.List;
import java.util.Optional;

/** A member that is a telephone: one channel. */
final class DirectLeg implements AgentLeg {
    private final MemberState member;
    private final QueuedCall call;
    private final Switchboard board;
    private final String device;
    private final Channel channel;
    private boolean rung;
    private int techCause = Wire.NO_CAUSE;
    private int cause = 16;

    DirectLeg(MemberState member, QueuedCall call) {
        this.member = member;
        this.call = call;
        this.board = call.board();
        this.device = AgentLeg.device(board, member).orElseThrow();
        this.channel = board.channel(device, call.caller().linkedid);
    }

    @Override
    public MemberState member() {
        return member;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public Channel seenByQueue() {
        return channel;
    }

    @Override
    public Channel phone() {
        return channel;
    }

    @Override
    public List<Channel> channels() {
        return List.of(channel);
    }

    @Override
    public void call() {
        AgentPlan agent = board.plan.agentAt(device).orElseThrow();
        channel.at("from-internal", "s", 1)
                .caller(agent.number(), agent.name())
                .state(Channel.DOWN);
        board.wire.newChannel(channel);
        board.wire.inherit(channel, call.caller());
        board.wire.varset(channel, "DIALEDPEERNUMBER", agent.device());
        Channel.Snapshot before = channel.snapshot();
        channel.connectedNumber = call.caller().number;
        channel.connectedName = call.caller().callerName;
        channel.exten = call.caller().exten;
        if (board.random.nextDouble() < board.quirks.earlyRinging()) {
            rung = true;
            ringingEvents();
            before = channel.snapshot();
        }
        call.tellCalled(this);
        board.wire.dial(
                "DialBegin", Optional.of(call.caller()), before, "DialString", member.address());
    }

    @Override
    public void ring() {
        if (!rung) {
            rung = true;
            ringingEvents();
        }
        board.wire.dialRinging(Optional.of(call.caller()), channel);
    }

    private void ringingEvents() {
        board.ringing(channel);
        board.wire.app(channel, "AppQueue", "(Outgoing Line)");
        board.wire.connectedLine(channel, call.caller().number, call.caller().callerName);
    }

    @Override
    public void answer() {
        board.up(channel);
        board.wire.dialEnd(Optional.of(call.caller()), channel, "ANSWER");
    }

    @Override
    public void beforeBridge() {}

    @Override
    public void afterBridge() {}

    @Override
    public void refuse(int refusal, int sipCode) {
        cause = refusal;
        techCause = sipCode;
        board.wire.hangupRequest(channel, refusal, sipCode);
    }

    @Override
    public void cancel(int why) {
        board.hangup(channel, techCause == Wire.NO_CAUSE ? why : cause, techCause);
    }

    @Override
    public void phoneHangsUp() {
        board.wire.hangupRequest(channel, Wire.NO_CAUSE, Wire.NO_CAUSE);
    }

    @Override
    public void end() {
        board.hangup(channel, 16, Wire.NO_CAUSE);
    }
}
