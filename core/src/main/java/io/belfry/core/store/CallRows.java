package io.belfry.core.store;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How calls lie in their tables, and how they are looked for there. */
final class CallRows {
    static final List<String> TAG_KEY = List.of("call_id", "kind", "name", "text");
    private static final int LONGEST_DOCUMENT = 300_000;
    private static final int LONGEST_TAG = 200;

    private CallRows() {}

    static Map<String, Object> columns(CallRecord record) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("id", Texts.fit(record.id().toString(), 300));
        columns.put("pbx", Texts.fit(record.id().pbx(), 80));
        columns.put("uniqueid", Texts.fit(record.id().uniqueid(), 200));
        columns.put("linkedid", Texts.fit(record.linkedid(), 200));
        columns.put("direction", record.direction());
        columns.put("queue", Texts.fit(record.queue(), 200));
        columns.put("callernum", Texts.fit(record.caller().number(), 200));
        columns.put("callername", Texts.fit(record.caller().name(), 400));
        columns.put("started_at", record.started().toEpochMilli());
        columns.put("answered_at", record.answered().toEpochMilli());
        columns.put("ended_at", record.ended().toEpochMilli());
        columns.put("state", record.state().word());
        columns.put("outcome", Texts.fit(record.outcome(), 40));
        columns.put("document", document(record));
        columns.put("numbers", Texts.fit(numbers(record), 1_000));
        columns.put("search_text", searchable(record));
        columns.put("updated_at", updatedAt(record));
        return columns;
    }

    /** The last event is the one thing that can be had elsewhere, from the trace. */
    private static String document(CallRecord record) {
        String document = record.json().encode();
        return document.length() <= LONGEST_DOCUMENT
                ? document
                : record.json()
                        .put("event", new JsonObject())
                        .put("variables", new JsonObject())
                        .encode();
    }

    private static String numbers(CallRecord record) {
        return Texts.digits(record.caller().number())
                + " "
                + Texts.digits(record.callednum())
                + " "
                + Texts.digits(record.extension());
    }

    private static String searchable(CallRecord record) {
        List<String> texts = new ArrayList<>();
        texts.add(record.caller().number());
        texts.add(record.caller().name());
        texts.add(record.callednum());
        texts.add(record.extension());
        texts.addAll(record.queues());
        record.agents().forEach(agent -> texts.add(agent.name()));
        record.agents().forEach(agent -> texts.add(agent.peer()));
        texts.addAll(record.variables().values());
        texts.add(record.id().uniqueid());
        return Texts.searchable(texts);
    }

    private static long updatedAt(CallRecord record) {
        Instant last = record.ended().equals(Instant.EPOCH) ? record.started() : record.ended();
        String time = record.lastEvent().getString("time", "");
        return (time.isEmpty() ? last : Instant.parse(time)).toEpochMilli();
    }

    /** What the call can be found by exactly. */
    static Set<Map<String, Object>> tags(CallRecord record) {
        Set<Map<String, Object>> tags = new LinkedHashSet<>();
        String id = Texts.fit(record.id().toString(), 300);
        record.queues().forEach(queue -> tags.add(tag(id, "queue", "", queue)));
        for (CallAgent agent : record.agents()) {
            String bare = agent.peer().substring(agent.peer().indexOf('/') + 1);
            for (String word :
                    List.of(agent.name(), agent.number(), agent.peer(), bare, agent.device())) {
                tags.add(tag(id, "agent", "", word.toLowerCase(Locale.ROOT)));
            }
        }
        record.variables().forEach((name, value) -> tags.add(tag(id, "variable", name, value)));
        tags.removeIf(tag -> tag.get("text").equals(""));
        return tags;
    }

    private static Map<String, Object> tag(String id, String kind, String name, String text) {
        return Map.of(
                "call_id",
                id,
                "kind",
                kind,
                "name",
                Texts.fit(name, 80),
                "text",
                Texts.fit(text, LONGEST_TAG));
    }

    static Query query(CallSearch search, QueueScope scope) {
        Query query = new Query();
        if (search.from().isAfter(Instant.EPOCH)) {
            query.where("started_at >= #{from}", "from", search.from().toEpochMilli());
        }
        if (search.until().isBefore(Instant.MAX)) {
            query.where("started_at < #{until}", "until", search.until().toEpochMilli());
        }
        if (!scope.all()) {
            query.where(tagged(query.in("text", "scope", scope.queues()), "queue"));
        }
        if (!search.queues().isEmpty()) {
            query.where(tagged(query.in("text", "queue", search.queues()), "queue"));
        }
        if (!search.agent().isEmpty()) {
            String agent = Texts.fit(search.agent().strip(), LONGEST_TAG).toLowerCase(Locale.ROOT);
            query.where(tagged("text = #{agent}", "agent"), "agent", agent);
        }
        whereTexts(query, search);
        if (!search.cursor().isEmpty()) {
            query.whereBehind(Cursor.decode(search.cursor()), "started_at");
        }
        return query;
    }

    private static void whereTexts(Query query, CallSearch search) {
        String digits = Texts.digits(search.number());
        if (!digits.isEmpty()) {
            query.whereContains("numbers", "number", digits);
        } else if (!search.number().isBlank()) {
            query.whereContains("search_text", "number", search.number().strip());
        }
        if (!search.text().isBlank()) {
            query.whereContains("search_text", "text", search.text().strip());
        }
        int count = 0;
        for (Map.Entry<String, String> wanted : search.variables().entrySet()) {
            String name = "variable" + count++;
            query.value(name, wanted.getKey());
            query.where(
                    tagged("name = #{%s} and text = #{%s_value}".formatted(name, name), "variable"),
                    name + "_value",
                    Texts.fit(wanted.getValue(), LONGEST_TAG));
        }
    }

    private static String tagged(String condition, String kind) {
        return "exists (select 1 from call_tag where call_id = call_record.id and kind = '%s' and %s)"
                .formatted(kind, condition);
    }

    static Found<CallRecord> found(Row row) {
        return new Found<>(
                new Cursor(row.getLong("started_at"), row.getString("id")),
                CallRecord.of(new JsonObject(row.getString("document"))));
    }
}
