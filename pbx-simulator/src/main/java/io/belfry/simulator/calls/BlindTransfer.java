package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;

/** An agent sends the caller away by SIP REFER: to a queue or to somebody's extension. */
final class BlindTransfer {
    private final QueueTalk talk;
    private final Switchboard board;
    private final Channel caller;
    private final Channel agent;

    BlindTransfer(QueueTalk talk) {
        this.talk = talk;
        this.board = talk.call().board();
        this.caller = talk.call().caller();
        this.agent = talk.leg().phone();
    }

    void to(String extension) {
        talk.handOver();
        talk.call().story().notes().talksEnd("transfer");
        variables(extension);
        Bridge bridge = talk.bridge();
        bridge.forget(agent);
        tell(extension);
        talk.complete("transfer");
        bridge.leave(agent);
        bridge.forget(caller);
        talk.call().dialplan().land(caller, "from-internal", extension);
        bridge.noLongerDirect();
        bridge.leave(caller);
        bridge.destroy();
        board.hangup(agent, 16, Wire.NO_CAUSE);
        talk.tellTransferTimes();
        talk.call().dialplan().arrive(caller, talk.call().story());
    }

    private void variables(String extension) {
        String user = agent.device.substring(agent.device.indexOf('/') + 1);
        board.wire.about(agent, "Unhold", Privilege.CALL);
        board.wire.varset(agent, "BLINDTRANSFER", caller.name);
        board.wire.varsets(
                caller,
                "BLINDTRANSFER",
                agent.name,
                "SIPTRANSFER",
                "yes",
                "SIPREFERRINGCONTEXT",
                "from-internal",
                "__SIPREFERREDBYHDR",
                "<sip:" + user + "@127.0.0.1>",
                "SIPREFERTOHDR",
                "sip:" + extension + "@127.0.0.1");
        caller.transferred = true;
    }

    private void tell(String extension) {
        AmiEvent.Builder event =
                AmiEvent.of("BlindTransfer", Privilege.CALL).with("Result", "Success");
        agent.snapshot().write(event, "Transferer");
        caller.snapshot().write(event, "Transferee");
        talk.bridge().lines(event, "");
        board.wire.send(
                event.with("IsExternal", "Yes")
                        .with("Context", "from-internal")
                        .with("Extension", extension)
                        .build());
    }
}
