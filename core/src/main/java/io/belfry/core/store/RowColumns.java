package io.belfry.core.store;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How rows of the Realtime table lie in theirs, and how they are looked for there. */
final class RowColumns {
    static final int LONGEST_CHANNEL = 300_000;

    private RowColumns() {}

    /**
     * A row and what is known of it beside.
     *
     * @param outcomeAt milliseconds
     */
    record Stored(RealtimeRow row, long outcomeAt) {}

    static Map<String, Object> columns(Stored stored, Instant now) {
        RealtimeRow row = stored.row();
        String peer = text(row, "peer");
        Map<String, Object> columns = new HashMap<>();
        columns.put("id", row.id());
        columns.put("created_at", row.time().toEpochMilli());
        columns.put("updated_at", now.toEpochMilli());
        columns.put("integration", Texts.fit(row.type(), 100));
        columns.put("queue", Texts.fit(row.queue(), 200));
        columns.put("call_id", Texts.fit(callId(row), 300));
        columns.put("agent", Texts.fit(peer, 200));
        columns.put("agent_words", agentWords(row, peer));
        columns.put("reference", Texts.fit(row.reference(), 500));
        columns.put("reference_key", referenceKey(row));
        columns.put("url", Texts.fit(row.url(), 4_000));
        columns.put("channel", row.channel().encode());
        columns.put("outcome", Texts.fit(row.outcome(), 40));
        columns.put("outcome_at", stored.outcomeAt());
        columns.put("search_text", searchable(row));
        return columns;
    }

    static Stored stored(Row row) {
        return new Stored(row(row), row.getLong("outcome_at"));
    }

    static RealtimeRow row(Row row) {
        return new RealtimeRow(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("integration"),
                new JsonObject(row.getString("channel")),
                row.getString("reference"),
                row.getString("url"),
                row.getString("outcome"));
    }

    static Found<RealtimeRow> found(Row row) {
        return new Found<>(new Cursor(row.getLong("created_at"), row.getString("id")), row(row));
    }

    /**
     * Equal for rows that replace each other; empty for one without reference, which never does.
     */
    static String referenceKey(RealtimeRow row) {
        if (row.reference().isBlank()) {
            return "";
        }
        String all = String.join("\0", row.type(), row.reference(), text(row, "uniqueid"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** What a stranger pushed may have anything under any name. */
    private static String text(RealtimeRow row, String name) {
        Object value = row.channel().getValue(name);
        return value == null ? "" : String.valueOf(value);
    }

    private static String agentWords(RealtimeRow row, String peer) {
        String bare = peer.substring(peer.indexOf('/') + 1);
        String words =
                Stream.of(text(row, "agentname"), text(row, "agentnum"), peer, bare)
                        .filter(word -> !word.isEmpty())
                        .map(word -> Texts.fit(word, 200).toLowerCase(Locale.ROOT))
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return Texts.fit("\n" + words + "\n", 1_000);
    }

    private static String searchable(RealtimeRow row) {
        List<String> texts = new ArrayList<>(List.of(row.type(), row.reference()));
        row.channel()
                .forEach(
                        field -> {
                            if (field.getValue() instanceof String text) {
                                texts.add(text);
                            }
                        });
        return Texts.searchable(texts);
    }

    static Query query(RowSearch search, QueueScope scope) {
        Query query = new Query();
        if (!scope.all()) {
            query.whereIn("queue", "scope", scope.queues());
        }
        if (!search.queues().isEmpty()) {
            query.whereIn("queue", "queue", search.queues());
        }
        if (!search.integration().isEmpty()) {
            query.where("integration = #{integration}", "integration", search.integration());
        }
        if (!search.outcome().isEmpty()) {
            String outcome = search.outcome().equals(RowSearch.NO_OUTCOME) ? "" : search.outcome();
            query.where("outcome = #{outcome}", "outcome", outcome);
        }
        if (!search.agent().isBlank()) {
            query.whereContains("agent_words", "agent", "\n" + search.agent().strip() + "\n");
        }
        if (!search.text().isBlank()) {
            query.whereContains("search_text", "text", search.text().strip());
        }
        if (!search.cursor().isEmpty()) {
            query.whereBehind(Cursor.decode(search.cursor()), "created_at");
        }
        return query;
    }

    /** Whether the row is about the page that this outcome is of. */
    static boolean shows(RealtimeRow row, PopOutcome pop) {
        return row.type().equals(pop.integration())
                && callId(row).equals(pop.call())
                && text(row, "peer").equals(pop.agent());
    }

    private static String callId(RealtimeRow row) {
        return text(row, "pbx") + ":" + text(row, "uniqueid");
    }
}
