package io.belfry.core.call;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the PBX says is going on, put into our words.
 *
 * @param begun how many facts the tracker had been told when the first list came ({@link
 *     QueueCallTracker#facts()}); what it was told since is judged by its events, not by this
 * @param begunOutbound the same of {@link OutboundTracker#facts()}, for calls that agents make
 * @param channels Uniqueids of all living channels
 * @param bridges of those that are in one: Uniqueid of the channel and its bridge
 * @param queueing callers whose channel is in the hands of a queue, waiting or talking: Uniqueid
 *     and the queue
 * @param waiting callers who wait in a queue
 * @param ringing agents whose phones ring for one of them
 * @param connecting agents who have picked up for a caller whom the queue has let go, and are not
 *     in a bridge with him yet; or not any more
 * @param talking agents who talk with a caller of a queue
 * @param outbound calls that agents make
 */
public record PbxSnapshot(
        long begun,
        long begunOutbound,
        Set<String> channels,
        Map<String, String> bridges,
        Map<String, String> queueing,
        List<Waiting> waiting,
        List<Pair> ringing,
        List<Pair> connecting,
        List<Pair> talking,
        List<Outgoing> outbound) {
    public PbxSnapshot {
        channels = Set.copyOf(channels);
        bridges = Map.copyOf(bridges);
        queueing = Map.copyOf(queueing);
        waiting = List.copyOf(waiting);
        ringing = List.copyOf(ringing);
        connecting = List.copyOf(connecting);
        talking = List.copyOf(talking);
        outbound = List.copyOf(outbound);
    }

    /** Nothing is going on. */
    public static PbxSnapshot empty(long begun) {
        return new PbxSnapshot(
                begun,
                Long.MAX_VALUE,
                Set.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    boolean isBridged(String channel) {
        return bridges.containsKey(channel);
    }

    boolean areBridged(String one, String other) {
        return isBridged(one) && bridges.get(one).equals(bridges.get(other));
    }

    /**
     * A caller in a queue, which is in the call.
     *
     * @param position counted from 1, 0 when the list does not say
     */
    public record Waiting(Call call, int position) {}

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
