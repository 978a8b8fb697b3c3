package io.belfry.core.store;

import java.util.List;

/**
 * Which rows of the Realtime table somebody looks for. All that is given must hold; what is empty
 * does not matter.
 *
 * @param integration appname
 * @param queues in any of these
 * @param agent name, number, user part or device
 * @param outcome an outcome word, or {@link #NO_OUTCOME}
 * @param text any piece of what the row shows
 * @param cursor {@link Page#next} of the page before; empty for the first
 * @param limit most on a page, at most 200
 */
public record RowSearch(
        String integration,
        List<String> queues,
        String agent,
        String outcome,
        String text,
        String cursor,
        int limit) {
    /** Asks for rows of no page, where an empty outcome asks for all. */
    public static final String NO_OUTCOME = "none";

    /** The newest rows. */
    public static final RowSearch NEWEST = new RowSearch("", List.of(), "", "", "", "", 50);

    public RowSearch {
        queues = List.copyOf(queues);
    }

    public RowSearch ofIntegration(String appname) {
        return new RowSearch(appname, queues, agent, outcome, text, cursor, limit);
    }

    public RowSearch inQueues(List<String> names) {
        return new RowSearch(integration, names, agent, outcome, text, cursor, limit);
    }

    public RowSearch ofAgent(String address) {
        return new RowSearch(integration, queues, address, outcome, text, cursor, limit);
    }

    public RowSearch withOutcome(String word) {
        return new RowSearch(integration, queues, agent, word, text, cursor, limit);
    }

    public RowSearch withText(String piece) {
        return new RowSearch(integration, queues, agent, outcome, piece, cursor, limit);
    }

    public RowSearch page(String next, int most) {
        return new RowSearch(integration, queues, agent, outcome, text, next, most);
    }
}
