package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.state.MemberState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way from a queue to one member's telephone: straight, or through a Local channel. The queue
 * sees one channel of it, the person holds another one.
 */
interface AgentLeg {
    Pattern LOCAL = Pattern.compile("Local/(\\d+)@from-queue(/n)?");

    /** The telephone of a member; empty if nobody has such a telephone. */
    static Optional<String> device(Switchboard board, MemberState member) {
        Matcher local = LOCAL.matcher(member.address());
        Optional<AgentPlan> agent =
                local.matches()
                        ? board.plan.agentByNumber(local.group(1))
                        : board.plan.agentAt(member.address());
        return agent.map(a -> board.plan.technology() + "/" + a.device());
    }

    static AgentLeg to(MemberState member, QueuedCall call) {
        return LOCAL.matcher(member.address()).matches()
                ? new LocalLeg(member, call)
                : new DirectLeg(member, call);
    }

    MemberState member();

    String device();

    /**
     * The channel that the queue knows; behind a Local channel that goes away it becomes the
     * telephone's.
     */
    Channel seenByQueue();

    /** The telephone's own channel. */
    Channel phone();

    /** All channels of this leg. */
    List<Channel> channels();

    /** Everything up to the invitation of the telephone. */
    void call();

    /** The telephone rings. */
    void ring();

    /** The telephone is answered: everything up to DialEnd, before the queue connects the two. */
    void answer();

    /** The queue has said that it connects them; what comes before the bridge. */
    void beforeBridge();

    /** After both are in the bridge. */
    void afterBridge();

    /** The telephone refuses. */
    void refuse(int cause, int techCause);

    /** The queue gives up on it: the telephone stops to ring. Its channels end. */
    void cancel(int cause);

    /**
     * The person at this telephone hangs up in the conversation; what happens before the queue
     * notices.
     */
    void phoneHangsUp();

    /** The caller has hung up or the call is moved away; the rest of the leg ends. */
    void end();
}
