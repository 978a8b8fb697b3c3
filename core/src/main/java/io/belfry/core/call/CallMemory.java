package io.belfry.core.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one caller's live call.
 *
 * @param uniqueid of the caller's channel
 * @param movedTo the channel that took its place; empty when it is there itself
 */
public record CallMemory(
        String uniqueid,
        List<VisitMemory> visits,
        List<TalkMemory> talks,
        List<String> finished,
        String movedTo)
        implements KeptCall {
    public CallMemory {
        visits = List.copyOf(visits);
        talks = List.copyOf(talks);
        finished = List.copyOf(finished);
    }

    @Override
    public String key() {
        return uniqueid;
    }

    /** A stay in one queue. */
    public record VisitMemory(
            Call call,
            int ordinal,
            boolean joinSeen,
            boolean closed,
            List<AgentLeg> ringing,
            Map<String, Integer> attempts) {
        public VisitMemory {
            ringing = List.copyOf(ringing);
            attempts = Map.copyOf(attempts);
        }
    }

    /** A talk with one agent. */
    public record TalkMemory(
            Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime, Instant since) {}
}
