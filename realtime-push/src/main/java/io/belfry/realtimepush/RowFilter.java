package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.RowSearch;
import io.belfry.core.web.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What somebody wants to see of the table. The same in the page's address, the live stream, REST
 * and the CSV export; an empty part asks for nothing.
 *
 * @param integration appname, exactly
 * @param queue name, exactly
 * @param agent device, number or name, see {@link CallFields#isAbout}
 * @param outcome outcome word, or {@link #NO_OUTCOME} for rows without one
 * @param text part of any value of the call or of the reference, in any case
 */
record RowFilter(String integration, String queue, String agent, String outcome, String text) {
    static final RowFilter ALL = new RowFilter("", "", "", "", "");
    static final String NO_OUTCOME = RowSearch.NO_OUTCOME;

    private static final int LONGEST = 200;

    static RowFilter of(MultiMap query) {
        return new RowFilter(
                part(query.get("integration")),
                part(query.get("queue")),
                part(query.get("agent")),
                part(query.get("outcome")),
                part(query.get("q")));
    }

    /** The same words as in the address, as the live stream sends them. */
    static RowFilter of(JsonObject wish) {
        CallFields fields = new CallFields(wish);
        return new RowFilter(
                part(fields.text("integration")),
                part(fields.text("queue")),
                part(fields.text("agent")),
                part(fields.text("outcome")),
                part(fields.text("q")));
    }

    /**
     * A page that somebody linked to shows nothing then; a program is told.
     *
     * @throws Problem that names the outcomes which there are
     */
    void check() {
        List<String> known =
                Stream.concat(
                                Arrays.stream(Outcome.values()).map(Outcome::word),
                                Stream.of(NO_OUTCOME))
                        .toList();
        if (!outcome.isEmpty() && !known.contains(outcome)) {
            String mend = "There is no such outcome. There are " + String.join(", ", known) + ".";
            throw new Problem(400, "bad_request", "outcome: " + mend, Map.of("outcome", mend));
        }
    }

    /** The same question to the database. */
    RowSearch search(String cursor, int limit) {
        return new RowSearch(
                integration,
                queue.isEmpty() ? List.of() : List.of(queue),
                agent,
                outcome,
                text,
                cursor,
                limit);
    }

    boolean matches(RealtimeRow row) {
        CallFields call = new CallFields(row.channel());
        return (integration.isEmpty() || integration.equals(row.type()))
                && (queue.isEmpty() || queue.equals(row.queue()))
                && (agent.isEmpty() || call.isAbout(agent))
                && (outcome.isEmpty() || outcome.equals(outcomeOf(row)))
                && (text.isEmpty() || containsText(row));
    }

    private static String outcomeOf(RealtimeRow row) {
        return row.outcome().isEmpty() ? NO_OUTCOME : row.outcome();
    }

    private boolean containsText(RealtimeRow row) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return has(row.reference(), wanted)
                || has(row.type(), wanted)
                || row.channel().getMap().values().stream()
                        .anyMatch(value -> value instanceof CharSequence && has(value, wanted));
    }

    private static boolean has(Object value, String wanted) {
        return value.toString().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static String part(String value) {
        String clean = value == null ? "" : value.strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
