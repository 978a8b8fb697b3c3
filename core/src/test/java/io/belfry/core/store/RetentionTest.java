package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.hangup;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RetentionTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private long count(String table) {
        return forIt(
                        database.one(
                                "select count(*) as n from " + table,
                                Map.of(),
                                row -> row.getLong("n")))
                .orElseThrow();
    }

    private long purgedAt(Instant now) {
        Retention retention = new Retention(database, MONTH, Clock.fixed(now, ZoneOffset.UTC));
        forIt(vertx.deployVerticle(retention));
        return forIt(retention.purge());
    }

    private void aDayOfWork(int calls) {
        CallStore history = new CallStore(vertx, database);
        TraceStore traces = new TraceStore(vertx, database);
        for (int i = 0; i < calls; i++) {
            history.record(ringing(call("1." + i, "Sales"), ANNA, i));
            history.record(hangup(call("1." + i, "Sales"), ANNA, i + 60));
            traces.add(new TraceLine("main:1." + i, TEN, TraceLine.Step.PBX, "rang", Map.of()));
        }
        forIt(history.flushed());
        forIt(traces.flushed());
        RowStore rows = new RowStore(vertx, database, Clock.fixed(TEN, ZoneOffset.UTC));
        forIt(rows.put(new RealtimeRow("r", TEN, "CRM", new JsonObject(), "", "", "")));
    }

    @Test
    void whatIsOldGoesCompletely() {
        aDayOfWork(1_200);

        long removed = purgedAt(TEN.plus(MONTH).plus(Duration.ofHours(1)));

        assertThat(removed).isEqualTo(1_200 + 3 * 1_200 + 1);
        assertThat(count("call_record")).isZero();
        assertThat(count("call_tag")).isZero();
        assertThat(count("trace_line")).isZero();
        assertThat(count("realtime_row")).isZero();
    }

    @Test
    void whatIsYoungerStays() {
        aDayOfWork(10);

        long removed = purgedAt(TEN.plus(MONTH).minus(Duration.ofSeconds(1)));

        assertThat(removed).isZero();
        assertThat(count("call_record")).isEqualTo(10);
        // of each its queue and four words for its agent
        assertThat(count("call_tag")).isEqualTo(10 * 5);
    }

    @Test
    void aForgottenCheckpointGoesEarlier() {
        CallStore history = new CallStore(vertx, database);
        history.keep("main", List.of(), Map.of("1.1", "{}"));
        forIt(history.flushed());

        purgedAt(Instant.now().plus(Duration.ofDays(1)));
        assertThat(count("call_checkpoint")).isEqualTo(1);

        purgedAt(Instant.now().plus(Duration.ofDays(3)));
        assertThat(count("call_checkpoint")).isZero();
    }
}
