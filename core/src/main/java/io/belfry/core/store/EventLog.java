package io.belfry.core.store;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.call.CallEvent;
import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest call events, so that a program that was away gets what it missed. Whoever adds one
 * never waits; the oldest go when there are more than {@link #KEPT}.
 */
public final class EventLog {
    /** An hour of a centre with 25 events a second. */
    public static final int KEPT = 100_000;

    /** No start of a server: in a cluster nothing is told that was not written. */
    public static final String CLUSTER = "cluster";

    private static final int MOST_WAITING = 20_000;
    private static final int BATCH = 500;
    private static final int TRIM_EVERY = 5_000;
    private static final String COLUMNS = "id, started, happened_at, kind, queue, body";

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
                "select " + COLUMNS + " from event_log order by id desc limit 1",
                Map.of(),
                EventLog::event);
    }

    /** Of the newest that is written; 0 for an empty log. */
    public Future<Long> newestNumber() {
        return database.one("select max(id) as written from event_log", Map.of(), EventLog::written)
                .map(found -> found.orElse(0L));
    }

    /** Of the oldest that is still there; empty for an empty log. */
    public Future<Optional<Long>> oldestNumber() {
        return database.one(
                        "select min(id) as oldest from event_log",
                        Map.of(),
                        row -> Optional.ofNullable(row.getLong("oldest")))
                .map(found -> found.flatMap(oldest -> oldest));
    }

    /**
     * What follows, oldest first. The first one's number is more than one higher when some are gone
     * already.
     */
    public Future<List<LoggedEvent>> after(long number, int most) {
        return database.list(
                "select "
                        + COLUMNS
                        + " from event_log where id > #{number} order by id limit #{most}",
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

    /**
     * Gives numbers to the events of one node of a cluster and writes them down; what is there
     * already is left out. One node after the other does so: numbers are seen in their order.
     *
     * @return the newest number
     */
    Future<Long> append(List<CallEvent> events) {
        return database.transaction(
                here -> {
                    Future<Long> newest = newestNumber(here);
                    Future<Set<String>> known = known(here, events);
                    return Future.all(newest, known)
                            .compose(
                                    both ->
                                            append(
                                                    here,
                                                    newest.result(),
                                                    fresh(events, known.result())));
                });
    }

    /** Held until the end of the transaction. */
    private static Future<Long> newestNumber(Transaction here) {
        return here.list(
                        "select number, (select max(id) from event_log) as written from event_number where id = 1 for update",
                        Map.of(),
                        row -> Math.max(row.getLong("number"), written(row)))
                .map(found -> found.get(0));
    }

    /** A server of its own counts by itself; it may have been one before. */
    private static long written(Row row) {
        Long written = row.getLong("written");
        return written == null ? 0 : written;
    }

    private static Future<Set<String>> known(Transaction here, List<CallEvent> events) {
        Query query =
                new Query()
                        .whereIn(
                                "event_id",
                                "event",
                                events.stream().map(EventLog::eventId).distinct().toList());
        return here.list(
                        query.select("select event_id from event_log"),
                        query.values(),
                        row -> row.getString("event_id"))
                .map(HashSet::new);
    }

    /** Each once, in their order. */
    private static List<CallEvent> fresh(List<CallEvent> events, Set<String> known) {
        Set<String> seen = new HashSet<>(known);
        return events.stream().filter(event -> seen.add(eventId(event))).toList();
    }

    private Future<Long> append(Transaction here, long newest, List<CallEvent> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(newest);
        }
        long number = newest;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CallEvent event : events) {
            Map<String, Object> columns =
                    columns(LoggedEvent.of(new EventPosition(CLUSTER, ++number), event));
            columns.put("event_id", eventId(event));
            rows.add(columns);
        }
        long last = number;
        boolean trim = last / TRIM_EVERY > newest / TRIM_EVERY;
        return Future.all(
                        here.batch(
                                "insert into event_log (id, started, happened_at, kind, queue, body, event_id)"
                                        + " values (#{id}, #{started}, #{happened_at}, #{kind}, #{queue}, #{body}, #{event_id})",
                                rows),
                        here.update(
                                "update event_number set number = #{number} where id = 1",
                                Map.of("number", last)),
                        trim ? trim(here, last - kept) : Future.succeededFuture())
                .map(last);
    }

    private static Future<Integer> trim(Transaction here, long old) {
        return here.update("delete from event_log where id <= #{old}", Map.of("old", old));
    }

    private static String eventId(CallEvent event) {
        return Texts.fit(event.id(), 400);
    }

    private Future<Void> write(List<LoggedEvent> events) {
        written += events.size();
        boolean trim = written >= TRIM_EVERY || kept < TRIM_EVERY;
        written = trim ? 0 : written;
        long newest = events.get(events.size() - 1).position().number();
        return database.transaction(
                        here ->
                                Future.all(
                                        here.batch(
                                                "insert into event_log (id, started, happened_at, kind, queue, body)"
                                                        + " values (#{id}, #{started}, #{happened_at}, #{kind}, #{queue}, #{body})",
                                                events.stream().map(EventLog::columns).toList()),
                                        trim
                                                ? trim(here, newest - kept)
                                                : Future.succeededFuture()))
                .mapEmpty();
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
