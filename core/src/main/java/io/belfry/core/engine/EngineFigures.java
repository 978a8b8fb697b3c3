package io.belfry.core.engine;

import io.belfry.core.agent.Delivery.Outcome;
import java.util.Map;

/**
 * What the engine did since it started, for metrics and the overview.
 *
 * @param version of the settings that new calls get; 0 before the first
 * @param events call events handled
 * @param repeated events that had been handled before and did nothing again
 * @param yes verdicts of rules that held
 * @param no verdicts of rules that look at the event and did not hold
 * @param pages pages by the first answer of the agent's browser
 * @param notices messages by the first answer
 * @param rows rows written to the Realtime table
 * @param failures exceptions of an integration, and questions that nobody answered
 * @param dropped events, pages, messages and rows that a limit threw away, which should be 0
 * @param left events of a PBX that was not this node's any more: the next owner is told them again
 * @param liveCalls calls whose version of the settings is remembered
 * @param underWay pages, messages and rows whose answer is awaited
 */
public record EngineFigures(
        long version,
        long events,
        long repeated,
        long yes,
        long no,
        Map<Outcome, Long> pages,
        Map<Outcome, Long> notices,
        long rows,
        long failures,
        long dropped,
        long left,
        long liveCalls,
        long underWay) {
    public EngineFigures {
        pages = Map.copyOf(pages);
        notices = Map.copyOf(notices);
    }
}
