package io.belfry.core.store;

import io.belfry.core.bus.WireFormat;
import io.belfry.core.call.CallEvent;
import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the owner of a PBX of a cluster told in the last minute: when it dies, the next owner does
 * again what may have been left undone. {@link CallStore} writes it, in one transaction with the
 * state of the calls.
 */
public final class ToldEvents {
    private static final Duration LATELY = Duration.ofSeconds(60);

    /** A PBX that nobody has owned for so long is not told about again. */
    private static final Duration LONG_AGO = LATELY.multipliedBy(5);

    private final Database database;

    public ToldEvents(Database database) {
        this.database = database;
    }

    /** In one transaction with what belongs to it. */
    static Future<Void> write(Transaction here, List<CallEvent> told) {
        if (told.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<String, CallEvent> newest =
                told.stream()
                        .collect(
                                Collectors.toMap(
                                        event -> event.callId().pbx(),
                                        Function.identity(),
                                        (before, after) -> after));
        return Future.all(
                        here.upsert(
                                "told_event",
                                List.of("id"),
                                told.stream().map(ToldEvents::columns).toList()),
                        here.batch(
                                "delete from told_event where pbx = #{pbx} and told_at < #{old}",
                                newest.values().stream().map(ToldEvents::old).toList()))
                .mapEmpty();
    }

    private static Map<String, Object> old(CallEvent newest) {
        return Map.of(
                "pbx",
                pbx(newest),
                "old",
                newest.head().at().minus(LATELY.multipliedBy(2)).toEpochMilli());
    }

    private static Map<String, Object> columns(CallEvent event) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("id", Texts.fit(event.id(), 400));
        columns.put("pbx", pbx(event));
        columns.put("told_at", event.head().at().toEpochMilli());
        columns.put("body", WireFormat.text(event));
        return columns;
    }

    private static String pbx(CallEvent event) {
        return Texts.fit(event.callId().pbx(), 80);
    }

    /** Oldest first. The minute is counted on the clock of who told it. */
    public Future<List<CallEvent>> lately(String pbx, Instant now) {
        return database.list(
                        "select body from told_event where pbx = #{pbx} and told_at > #{since}"
                                + " and told_at > (select max(told_at) from told_event where pbx = #{pbx}) - #{lately}"
                                + " order by told_at, id",
                        Map.of(
                                "pbx",
                                pbx,
                                "since",
                                now.minus(LONG_AGO).toEpochMilli(),
                                "lately",
                                LATELY.toMillis()),
                        row -> row.getString("body"))
                .map(bodies -> bodies.stream().flatMap(ToldEvents::event).toList());
    }

    /** One of another version, which can not be read, is left out. */
    private static Stream<CallEvent> event(String body) {
        try {
            return WireFormat.decode(body) instanceof CallEvent event
                    ? Stream.of(event)
                    : Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** The owner ends in order: all that it told was acted upon, and nobody must do it again. */
    public Future<Void> acted(String pbx) {
        return database.update("delete from told_event where pbx = #{pbx}", Map.of("pbx", pbx))
                .mapEmpty();
    }
}
