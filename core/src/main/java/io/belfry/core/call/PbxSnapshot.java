package io.belfry.core.call;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the PBX says is going on, put into our words.
 *
 * @param begun when the first list was asked for; what changed since is judged by its events, not
 *     by this
 * @param channels Uniqueids of all living channels
 * @param waiting callers who wait in a queue; their queue is in the call
 * @param ringing agents whose phones ring for one of them
 * @param talking agents who talk with a caller of a queue
 * @param outbound calls that agents make
 */
public record PbxSnapshot(
        Instant begun,
        Set<String> channels,
        List<Call> waiting,
        List<Pair> ringing,
        List<Pair> talking,
        List<Outgoing> outbound) {
    public PbxSnapshot {
        channels = Set.copyOf(channels);
        waiting = List.copyOf(waiting);
        ringing = List.copyOf(ringing);
        talking = List.copyOf(talking);
        outbound = List.copyOf(outbound);
    }

    /** A PBX that has just started: nothing is going on. */
    public static PbxSnapshot empty(Instant begun) {
        return new PbxSnapshot(begun, Set.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** A caller and an agent. */
    public record Pair(Call call, AgentLeg agent) {}

    /**
     * An agent's channel that dials, or has dialled, a device that is no agent's.
     *
     * @param call its id is the Uniqueid of the agent's channel
     * @param answered the called party has answered
     */
    public record Outgoing(
            Call call,
            AgentLeg agent,
            String callednum,
            String trunk,
            String trunkLeg,
            boolean answered) {}
}
