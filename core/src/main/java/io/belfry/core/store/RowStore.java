package io.belfry.core.store;

import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.Database.Transaction;
import io.belfry.core.store.RowColumns.Stored;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rows of the supervisors' Realtime table. Writes are collected for a moment and made together;
 * while the database is away they wait, the caller's answer fails after four seconds, and the row
 * is written later unless more than 10,000 wait.
 */
public final class RowStore {
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 200;
    private static final int ANSWER_SECONDS = 4;
    private static final List<String> KEY = List.of("id");
    private static final String SELECT =
            "select id, created_at, integration, channel, reference, url, outcome, outcome_at"
                    + " from realtime_row";
    private static final String MARK =
            "update realtime_row set outcome = #{outcome}, outcome_at = #{at}, updated_at = #{at}"
                    + " where integration = #{integration} and call_id = #{call}"
                    + " and agent = #{agent} and outcome_at <= #{at}";

    private final Vertx vertx;
    private final Database database;
    private final Database behind;
    private final Clock clock;
    private final BatchWriter<Write> writer;

    private sealed interface Write {
        Promise<?> answer();
    }

    private record Put(RealtimeRow row, Promise<RealtimeRow> answer) implements Write {}

    private record Mark(PopOutcome pop, Promise<List<RealtimeRow>> answer) implements Write {}

    public RowStore(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        // who waits for a row has a time of his own
        this.behind = database.inBackground();
        this.clock = clock;
        this.writer =
                new BatchWriter<>(
                        vertx,
                        behind::answers,
                        BatchWriter.Limits.of("realtime rows", MOST_WAITING, BATCH),
                        this::write,
                        lost -> lost.answer().tryFail("the row was not written"));
    }

    /**
     * Adds the row, or replaces the one with the same id or with the same integration, non-empty
     * reference and uniqueid; that one keeps its id, its time and, unless the new one has any, its
     * outcome.
     *
     * @return the row as it is now
     */
    public Future<RealtimeRow> put(RealtimeRow row) {
        if (row.channel().encode().length() > RowColumns.LONGEST_CHANNEL) {
            return Future.failedFuture("the call object is too large for a row");
        }
        Promise<RealtimeRow> answer = Promise.promise();
        writer.add(new Put(row, answer));
        return inTime(answer);
    }

    /**
     * @return the rows that show it now
     */
    public Future<List<RealtimeRow>> mark(PopOutcome pop) {
        Promise<List<RealtimeRow>> answer = Promise.promise();
        writer.add(new Mark(pop, answer));
        return inTime(answer);
    }

    /** A future's own timeout has a thread for itself that would wake up for each row. */
    private <T> Future<T> inTime(Promise<T> answer) {
        Timer limit = vertx.timer(ANSWER_SECONDS, TimeUnit.SECONDS);
        limit.onSuccess(
                late ->
                        answer.tryFail(
                                new TimeoutException(
                                        "not written within " + ANSWER_SECONDS + " s")));
        return answer.future().onComplete(done -> limit.cancel());
    }

    public WriteCounters counters() {
        return writer.counters();
    }

    /** When all that was put is written, or dropped. */
    public Future<Void> flushed() {
        return writer.flushed();
    }

    public Future<Optional<RealtimeRow>> find(String id) {
        return database.one(SELECT + " where id = #{id}", Map.of("id", id), RowColumns::row);
    }

    /** How many rows were first written since then, by queue and outcome. */
    public Future<List<RowCount>> countsSince(Instant since) {
        return database.list(
                "select queue, outcome, count(*) as amount from realtime_row"
                        + " where created_at >= #{since} group by queue, outcome",
                Map.of("since", since.toEpochMilli()),
                row ->
                        new RowCount(
                                row.getString("queue"),
                                row.getString("outcome"),
                                row.getLong("amount")));
    }

    /** The cursor of a list that goes on behind this row. */
    public static String behind(RealtimeRow row) {
        return new Cursor(row.time().toEpochMilli(), row.id()).encode();
    }

    /**
     * Newest first.
     *
     * @throws IllegalArgumentException for a cursor that is none
     */
    public Future<Page<RealtimeRow>> search(RowSearch search, QueueScope scope) {
        Query query = RowColumns.query(search, scope);
        return database.list(
                        query.newestFirst(SELECT, "created_at", search.limit()),
                        query.values(),
                        RowColumns::found)
                .map(rows -> Found.page(rows, search.limit()));
    }

    /** Outcomes after rows: a row of the same call shows it whichever came first. */
    private Future<Void> write(List<Write> writes) {
        List<Put> puts = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (Write write : writes) {
            if (write instanceof Put put) {
                puts.add(put);
            } else if (write instanceof Mark mark) {
                marks.add(mark);
            }
        }
        Map<Put, RealtimeRow> written = new HashMap<>();
        Map<Mark, List<RealtimeRow>> marked = new HashMap<>();
        return behind.transaction(
                        here ->
                                existing(here, puts)
                                        .compose(
                                                old ->
                                                        Future.all(
                                                                putAll(here, puts, old, written),
                                                                markAll(here, marks, marked))))
                .onSuccess(
                        done -> {
                            written.forEach((put, row) -> put.answer().tryComplete(row));
                            marked.forEach((mark, rows) -> mark.answer().tryComplete(rows));
                        })
                .mapEmpty();
    }

    private static Future<List<Stored>> existing(Transaction here, List<Put> puts) {
        if (puts.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Query query = new Query();
        List<String> ids = puts.stream().map(put -> put.row().id()).distinct().toList();
        List<String> keys =
                puts.stream()
                        .map(put -> RowColumns.referenceKey(put.row()))
                        .filter(key -> !key.isEmpty())
                        .distinct()
                        .toList();
        query.where(
                "("
                        + query.in("id", "id", ids)
                        + " or "
                        + query.in("reference_key", "key", keys)
                        + ")");
        return here.list(query.select(SELECT), query.values(), RowColumns::stored);
    }

    private Future<Void> putAll(
            Transaction here, List<Put> puts, List<Stored> old, Map<Put, RealtimeRow> written) {
        Map<String, Stored> known = new HashMap<>();
        old.forEach(stored -> remember(known, stored));
        // in one order at all nodes: two that write the same rows wait, and not for each other
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        for (Put put : puts) {
            Stored stored = merge(put.row(), known);
            remember(known, stored);
            written.put(put, stored.row());
            rows.put(stored.row().id(), RowColumns.columns(stored, clock.instant()));
        }
        return here.upsert("realtime_row", KEY, List.copyOf(rows.values()));
    }

    private static void remember(Map<String, Stored> known, Stored stored) {
        known.put("id " + stored.row().id(), stored);
        known.put("reference " + RowColumns.referenceKey(stored.row()), stored);
    }

    private static Stored merge(RealtimeRow row, Map<String, Stored> known) {
        String key = RowColumns.referenceKey(row);
        Stored twin = key.isEmpty() ? null : known.get("reference " + key);
        Stored before = twin == null ? known.get("id " + row.id()) : twin;
        RealtimeRow fresh = row.at(row.time().truncatedTo(ChronoUnit.MILLIS));
        return before == null
                ? new Stored(fresh, 0)
                : new Stored(before.row().replacedBy(fresh), before.outcomeAt());
    }

    /**
     * Two statements, however many: one at a time each of them would take its own way to the disk.
     */
    private static Future<?> markAll(
            Transaction here, List<Mark> marks, Map<Mark, List<RealtimeRow>> marked) {
        if (marks.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.all(
                here.batch(MARK, marks.stream().map(mark -> values(mark.pop())).toList()),
                markedRows(here, marks)
                        .onSuccess(
                                rows ->
                                        marks.forEach(
                                                mark ->
                                                        marked.put(
                                                                mark, shown(mark.pop(), rows)))));
    }

    private static Map<String, Object> values(PopOutcome pop) {
        return Map.of(
                "outcome", pop.outcome(),
                "at", pop.at().toEpochMilli(),
                "integration", Texts.fit(pop.integration(), 100),
                "call", Texts.fit(pop.call(), 300),
                "agent", Texts.fit(pop.agent(), 200));
    }

    private static Future<List<Stored>> markedRows(Transaction here, List<Mark> marks) {
        List<String> calls =
                marks.stream().map(mark -> Texts.fit(mark.pop().call(), 300)).distinct().toList();
        Query query = new Query().whereIn("call_id", "call", calls);
        return here.list(query.select(SELECT), query.values(), RowColumns::stored);
    }

    /** A row that a newer outcome has already reached keeps that one. */
    private static List<RealtimeRow> shown(PopOutcome pop, List<Stored> rows) {
        return rows.stream()
                .filter(each -> each.outcomeAt() == pop.at().toEpochMilli())
                .map(Stored::row)
                .filter(row -> row.outcome().equals(pop.outcome()) && RowColumns.shows(row, pop))
                .toList();
    }
}
