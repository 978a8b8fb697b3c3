package io.belfry.core.store;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was kept long enough: calls, their stories, rows of the Realtime table. Once an hour
 * and in small pieces with pauses, so that nobody waits behind it.
 */
public final class Retention extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Long after the start, when the first pages have been shown. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int PIECE = 1_000;

    /** No call lasts so long: its PBX was removed while it did. */
    private static final Duration CHECKPOINTS = Duration.ofDays(2);

    private static final Duration ANSWERS = Duration.ofDays(1);

    private final Database database;
    private final Duration keep;
    private final Clock clock;
    private boolean running;

    /**
     * @param keep how long; 30 days unless somebody wants otherwise
     */
    public Retention(Database database, Duration keep, Clock clock) {
        this.database = database;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        vertx.setTimer(FIRST.toMillis(), fired -> purge());
        vertx.setPeriodic(HOUR.toMillis(), fired -> purge());
        return Future.succeededFuture();
    }

    /**
     * Removes everything that is too old now. A database that is away is asked again in an hour.
     *
     * @return how many rows went
     */
    public Future<Long> purge() {
        if (running) {
            return Future.succeededFuture(0L);
        }
        running = true;
        long before = clock.instant().minus(keep).toEpochMilli();
        long checkpoints = clock.instant().minus(CHECKPOINTS).toEpochMilli();
        return pieces(0, () -> calls(before))
                .compose(sum -> pieces(sum, () -> piece("trace_line", "happened_at", before)))
                .compose(sum -> pieces(sum, () -> piece("realtime_row", "updated_at", before)))
                .compose(sum -> pieces(sum, () -> piece("event_log", "happened_at", before)))
                .compose(sum -> pieces(sum, () -> checkpoints(checkpoints)))
                .compose(sum -> pieces(sum, this::answers))
                .onSuccess(sum -> log.debug("{} old rows were removed", sum))
                .onFailure(e -> log.warn("old rows were not removed", e))
                .onComplete(done -> running = false);
    }

    /** Until a piece is not full. */
    private Future<Long> pieces(long sum, Supplier<Future<Integer>> piece) {
        return piece.get()
                .compose(
                        removed ->
                                removed < PIECE
                                        ? Future.succeededFuture(sum + removed)
                                        : vertx.timer(PAUSE.toMillis())
                                                .compose(on -> pieces(sum + removed, piece)));
    }

    private Future<Integer> calls(long before) {
        return piece(
                "call_record",
                "updated_at",
                before,
                List.of(
                        "delete from call_tag where call_id = #{id}",
                        "delete from call_record where id = #{id}"));
    }

    private Future<Integer> piece(String table, String time, long before) {
        return piece(table, time, before, List.of("delete from " + table + " where id = #{id}"));
    }

    /** By key, one by one in a batch: what both databases do fast without exception. */
    private Future<Integer> piece(String table, String time, long before, List<String> deletes) {
        String oldest =
                "select id from %s where %s < #{before} order by %s limit #{piece}"
                        .formatted(table, time, time);
        return database.transaction(
                here ->
                        here.list(oldest, Map.of("before", before, "piece", PIECE), Retention::id)
                                .compose(
                                        ids -> {
                                            Future<Void> last = Future.succeededFuture();
                                            for (String delete : deletes) {
                                                last = last.compose(on -> here.batch(delete, ids));
                                            }
                                            return last.map(ids.size());
                                        }));
    }

    private static Map<String, Object> id(Row row) {
        return Map.of("id", row.getValue("id"));
    }

    /** Kept for who asks again, which nobody does after a day. */
    private Future<Integer> answers() {
        long before = clock.instant().minus(ANSWERS).toEpochMilli();
        return database.update(
                        "delete from kept_answer where created_at < #{before}",
                        Map.of("before", before))
                .map(0);
    }

    /** There are never many. */
    private Future<Integer> checkpoints(long before) {
        return database.update(
                        "delete from call_checkpoint where updated_at < #{before}",
                        Map.of("before", before))
                .map(0);
    }
}
