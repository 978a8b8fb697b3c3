package io.belfry.simulator.calls;

/**
 * How often the events come in another order than usual, as they do in a real Asterisk whose parts
 * run in parallel.
 *
 * @param lateComplete share of AgentComplete events that come after the agent's channel is gone,
 *     without its fields
 * @param veryLateComplete share of those that come after the caller's channel is gone too
 * @param earlyRinging share of ringings that are told before AgentCalled
 */
public record Quirks(double lateComplete, double veryLateComplete, double earlyRinging) {
    /** Always the usual order. */
    public static final Quirks NONE = new Quirks(0, 0, 0);

    /** As often as in the recordings: 12 and 5 of 551 completes, 23 of 797 ringings. */
    public static final Quirks AS_RECORDED = new Quirks(12 / 551.0, 5 / 551.0, 23 / 797.0);
}
