package io.belfry.core.store;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest call events, so that a program that was away gets what it missed. Whoever adds one
 * never waits; the oldest go when there are more than {@link #KEPT}.
 */
public final class EventLog {
    /** An hour of a centre with 25 events a second. */
    public static final int KEPT = 100_000;

    private static final int MOST_WAITING = 20_000;
    private static final int BATCH = 500;
    private static final int TRIM_EVERY = 5_000;

    private final Database database;
    private final BatchWriter<LoggedEvent> writer;
    private final int kept;
    private long written;

    public EventLog(Vertx vertx, Database database) {
        this(vertx, database, KEPT);
    }

    EventLog(Vertx vertx, Database database, int kept) {
        this.database = database;
        this.kept = kept;
        this.writer =
                new BatchWriter<>(
                        vertx,
                        database,
                        BatchWriter.Limits.of("call events", MOST_WAITING, BATCH),
                        this::write);
    }

    public void add(LoggedEvent event) {
        writer.add(event);
    }

    public WriteCounters counters() {
        return writer.counters();
    }

    /** When all that was added is written, or dropped. */
    public Future<Void> flushed() {
        return writer.flushed();
    }

    /** The newest that is written; empty for an empty log. */
    public Future<Optional<LoggedEvent>> newest() {
        return database.one(
                "select * from event_log order by id desc limit 1", Map.of(), EventLog::event);
    }

    /**
     * What follows, oldest first. The first one's number is more than one higher when some are gone
     * already.
     */
    public Future<List<LoggedEvent>> after(long number, int most) {
        return database.list(
                "select * from event_log where id > #{number} order by id limit #{most}",
                Map.of("number", number, "most", most),
                EventLog::event);
    }

    /** The last that this start of the server wrote down; empty when none is left of it. */
    public Future<Optional<Long>> lastOf(String started) {
        return database.one(
                        "select max(id) as newest from event_log where started = #{started}",
                        Map.of("started", started),
                        row -> Optional.ofNullable(row.getLong("newest")))
                .map(found -> found.flatMap(newest -> newest));
    }

    private Future<Void> write(List<LoggedEvent> events) {
        written += events.size();
        boolean trim = written >= TRIM_EVERY || kept < TRIM_EVERY;
        written = trim ? 0 : written;
        long newest = events.get(events.size() - 1).position().number();
        return database.transaction(
                here -> {
                    Future<Void> inserted =
                            here.batch(
                                    "insert into event_log (id, started, happened_at, kind, queue, body)"
                                            + " values (#{id}, #{started}, #{happened_at}, #{kind}, #{queue}, #{body})",
                                    events.stream().map(EventLog::columns).toList());
                    return trim
                            ? inserted.compose(
                                    done ->
                                            here.update(
                                                            "delete from event_log where id <= #{old}",
                                                            Map.of("old", newest - kept))
                                                    .mapEmpty())
                            : inserted;
                });
    }

    private static Map<String, Object> columns(LoggedEvent event) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("id", event.position().number());
        columns.put("started", event.position().started());
        columns.put("happened_at", event.at().toEpochMilli());
        columns.put("kind", event.kind());
        columns.put("queue", Texts.fit(event.queue(), 200));
        columns.put("body", Texts.fit(event.json(), 300_000));
        return columns;
    }

    private static LoggedEvent event(Row row) {
        return new LoggedEvent(
                new EventPosition(row.getString("started"), row.getLong("id")),
                Instant.ofEpochMilli(row.getLong("happened_at")),
                row.getString("kind"),
                row.getString("queue"),
                row.getString("body"));
    }
}
