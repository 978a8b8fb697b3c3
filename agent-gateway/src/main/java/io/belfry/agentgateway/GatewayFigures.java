package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import java.util.Map;

/**
 * The gateway in figures, for health and metrics.
 *
 * @param pages open pages
 * @param agents agents with at least one open page
 * @param unanswered pops and notices that wait for a page's answer
 * @param dropped pages that fell out of an agent's list because it was full and were never opened
 * @param slowClosed sockets closed because nobody read from them
 * @param badClosed sockets closed because of what they sent
 * @param outcomes what became of pops and notices since the start
 * @param between what goes from node to node
 */
public record GatewayFigures(
        int pages,
        int agents,
        int unanswered,
        long dropped,
        long slowClosed,
        long badClosed,
        Map<Outcome, Long> outcomes,
        Between between) {
    static final GatewayFigures NONE =
            new GatewayFigures(0, 0, 0, 0, 0, 0, Map.of(), new Between(0, 0, 0, 0, 0, 0));

    /**
     * What goes from node to node; all 0 without a cluster.
     *
     * @param forwarded pops and notices sent to the node of the agent's page
     * @param again those that were given to somebody again, because it was not certain that the
     *     node had them
     * @param handedOver pops and notices that followed an agent to another node
     * @param refused times that a node would not take an agent's day, whose page it has
     * @param kept given away, and not known for good yet what became of them
     * @param dropped of these, the ones that were forgotten because there were too many
     */
    public record Between(
            long forwarded, long again, long handedOver, long refused, int kept, long dropped) {}

    public GatewayFigures {
        outcomes = Map.copyOf(outcomes);
    }
}
