package io.belfry.bench.pop;

import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.Scenario;
import io.belfry.simulator.plan.PbxPlan;
import java.time.Duration;
import java.util.Map;

/**
 * What a run is like.
 *
 * @param agents who are logged in, each with a socket
 * @param rate queue calls a second
 * @param warmUp before anything is measured
 * @param measured for so long calls count; they are placed with the same seed in each run
 */
public record PopPlan(int agents, double rate, Duration warmUp, Duration measured, long seed) {
    private static final int AGENTS_PER_QUEUE = 25;

    public PopPlan {
        if (agents < 8) {
            throw new IllegalArgumentException("wants at least 8 agents");
        }
    }

    int queues() {
        // every fourth queue rings all its members, and there must be one of them
        return Math.max(4, agents / AGENTS_PER_QUEUE);
    }

    PbxPlan pbx() {
        return PbxPlan.ofSize(agents, queues());
    }

    /**
     * Queue calls only: most are answered by the first agent, some by the second, some by nobody,
     * and one of a hundred rings a whole queue. Short conversations, so that a thousand agents are
     * enough for a hundred calls a second.
     */
    static CallMix mix() {
        return CallMix.standard()
                .withWeights(
                        Map.of(
                                Scenario.ANSWERED_CALLER_HANGS_UP, 50,
                                Scenario.ANSWERED_AGENT_HANGS_UP, 32,
                                Scenario.REJECTED_THEN_SECOND, 5,
                                Scenario.NO_ANSWER_THEN_SECOND, 2,
                                Scenario.ABANDONED_RINGING, 6,
                                Scenario.ABANDONED_WAITING, 4,
                                Scenario.RING_ALL, 1))
                .withRing(CallMix.Span.seconds(0.5, 1.5))
                .withTalk(CallMix.Span.seconds(2, 4));
    }
}
