package io.belfry.core.store;

import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The stories of calls, line by line. Whoever adds a line never waits. */
public final class TraceStore {
    /** More nobody reads, and a call that goes wrong in circles makes more. */
    public static final int MOST_LINES = 2_000;

    private static final int MOST_WAITING = 20_000;
    private static final int BATCH = 500;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_DATA = 20_000;
    private static final String INSERT =
            "insert into trace_line (call_id, happened_at, step, text, data)"
                    + " values (#{call_id}, #{happened_at}, #{step}, #{text}, #{data})";

    private final Database database;
    private final BatchWriter<TraceLine> writer;

    public TraceStore(Vertx vertx, Database database) {
        this.database = database;
        this.writer =
                new BatchWriter<>(
                        vertx,
                        database,
                        BatchWriter.Limits.of("trace lines", MOST_WAITING, BATCH).leisurely(),
                        this::write);
    }

    public void add(TraceLine line) {
        writer.add(line);
    }

    public WriteCounters counters() {
        return writer.counters();
    }

    /** When all that was added is written, or dropped. */
    public Future<Void> flushed() {
        return writer.flushed();
    }

    private Future<Void> write(List<TraceLine> lines) {
        return database.batch(INSERT, rows(lines));
    }

    static Future<Void> write(Transaction here, List<TraceLine> lines) {
        return here.batch(INSERT, rows(lines));
    }

    private static List<Map<String, Object>> rows(List<TraceLine> lines) {
        return lines.stream().map(TraceStore::columns).toList();
    }

    private static Map<String, Object> columns(TraceLine line) {
        String data = new JsonObject(Map.copyOf(line.data())).encode();
        Map<String, Object> columns = new HashMap<>();
        columns.put("call_id", Texts.fit(line.call(), 300));
        columns.put("happened_at", line.at().toEpochMilli());
        columns.put("step", line.step().name());
        columns.put("text", Texts.fit(line.text(), LONGEST_TEXT));
        columns.put("data", data.length() > LONGEST_DATA ? "{}" : data);
        return columns;
    }

    /**
     * The story so far, oldest line first, at most {@link #MOST_LINES}. Within a millisecond the
     * PBX comes first: its lines and the others are written by two hands.
     *
     * @param call {@code pbx:uniqueid}
     */
    public Future<List<TraceLine>> traceOf(String call) {
        return database.list(
                "select * from trace_line where call_id = #{call} order by happened_at,"
                        + " case when step = 'PBX' then 0 else 1 end, id limit #{most}",
                Map.of("call", call, "most", MOST_LINES),
                TraceStore::line);
    }

    private static TraceLine line(Row row) {
        Map<String, String> data =
                new JsonObject(row.getString("data"))
                        .stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                each -> String.valueOf(each.getValue())));
        return new TraceLine(
                row.getString("call_id"),
                Instant.ofEpochMilli(row.getLong("happened_at")),
                TraceLine.Step.valueOf(row.getString("step")),
                row.getString("text"),
                data);
    }
}
