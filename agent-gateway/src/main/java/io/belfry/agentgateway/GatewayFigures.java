package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import java.util.Map;

/**
 * The gateway in figures, for health and metrics.
 *
 * @param pages open pages
 * @param agents agents with at least one open page
 * @param unanswered pops and notices that wait for a page's answer
 * @param dropped pages that fell out of an agent's list because it was full
 * @param slowClosed sockets closed because nobody read from them
 * @param badClosed sockets closed because of what they sent
 * @param outcomes what became of pops and notices since the start
 */
public record GatewayFigures(
        int pages,
        int agents,
        int unanswered,
        long dropped,
        long slowClosed,
        long badClosed,
        Map<Outcome, Long> outcomes) {
    static final GatewayFigures NONE = new GatewayFigures(0, 0, 0, 0, 0, 0, Map.of());

    public GatewayFigures {
        outcomes = Map.copyOf(outcomes);
    }
}
