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
 */
public record PbxSnapshot(
        Instant begun,
        Set<String> channels,
        List<Call> waiting,
        List<Pair> ringing,
        List<Pair> talking) {
    public PbxSnapshot {
        channels = Set.copyOf(channels);
        waiting = List.copyOf(waiting);
        ringing = List.copyOf(ringing);
        talking = List.copyOf(talking);
    }

    /** A PBX that has just started: nothing is going on. */
    public static PbxSnapshot empty(Instant begun) {
        return new PbxSnapshot(begun, Set.of(), List.of(), List.of(), List.of());
    }

    /** A caller and an agent. */
    public record Pair(Call call, AgentLeg agent) {}
}
