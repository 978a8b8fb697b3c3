package io.belfry.simulator.truth;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the people and telephones of one call did, in their own words: no line of it comes from an
 * event.
 *
 * @param id counted from 1 in the order in which calls were placed
 * @param type who called whom
 * @param scenario what the people meant to do; what came of it is the outcome
 * @param number of the caller outside, or the number that the agent dialled
 * @param dialled the number that was called
 * @param uniqueid of the channel of who called
 * @param agent device of the agent who called, empty for a call from outside
 * @param hungUpBy {@code caller}, {@code agent}, {@code callee}, {@code pbx} or {@code manager}
 */
public record CallTruth(
        long id,
        Type type,
        String scenario,
        String number,
        String name,
        String dialled,
        String agent,
        Map<String, String> variables,
        String uniqueid,
        Instant placedAt,
        Instant endedAt,
        Outcome outcome,
        String hungUpBy,
        List<Wait> waits,
        List<Ring> rings,
        List<Talk> talks) {

    public CallTruth {
        variables = Map.copyOf(variables);
        waits = List.copyOf(waits);
        rings = List.copyOf(rings);
        talks = List.copyOf(talks);
    }

    /** Who called whom. */
    public enum Type {
        INBOUND,
        DIRECT,
        OUTBOUND
    }

    /** How it ended, as the one who called would tell it. */
    public enum Outcome {
        ANSWERED,
        ABANDONED,
        TIMEOUT,
        WITHDRAWN,
        NO_ANSWER,
        BUSY,
        CANCELLED,
        RESTART
    }

    /** How a telephone stopped to ring. */
    public enum RingResult {
        ANSWERED,
        NO_ANSWER,
        REJECTED,
        ANSWERED_ELSEWHERE,
        CALLER_GONE
    }

    /**
     * A stay in a queue.
     *
     * @param result {@code ANSWERED} or why the caller left unanswered
     */
    public record Wait(String queue, Instant from, Instant until, Outcome result) {}

    /**
     * A telephone that rang.
     *
     * @param device for instance {@code PJSIP/andrea.bianco}
     * @param address the member's interface in the queue, which for a Local member is another;
     *     empty for a direct call
     * @param queue empty for a direct call
     */
    public record Ring(
            String device,
            String address,
            String queue,
            Instant from,
            Instant until,
            RingResult result) {}

    /**
     * A conversation of an agent.
     *
     * @param endedBy {@code caller}, {@code agent}, {@code callee}, {@code transfer}, {@code
     *     manager} or {@code pbx}
     */
    public record Talk(
            String device,
            String address,
            String queue,
            Instant from,
            Instant until,
            String endedBy) {}
}
