package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.hangup;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.store.CallRecord.State;
import io.vertx.core.Vertx;
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
class CheckpointStoreTest {
    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private CheckpointStore checkpoints;
    private CallStore calls;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
        checkpoints = new CheckpointStore(database);
        calls = new CallStore(vertx, database);
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    @Test
    void theNewestStateOfEachLiveCallIsLoaded() {
        calls.keep("main", List.of(), Map.of("1.1", "{\"state\":\"ringing\"}"));
        calls.keep("main", List.of(), Map.of("1.2", "{\"state\":\"waiting\"}"));
        calls.keep("other", List.of(), Map.of("1.1", "{}"));
        forIt(calls.flushed());

        calls.keep("main", List.of(), Map.of("1.1", "{\"state\":\"talking\"}"));
        forIt(calls.flushed());

        assertThat(forIt(checkpoints.load("main")))
                .containsOnly(
                        Map.entry("1.1", "{\"state\":\"talking\"}"),
                        Map.entry("1.2", "{\"state\":\"waiting\"}"));
    }

    @Test
    void aCallThatIsOverIsNotLoaded() {
        calls.keep("main", List.of(), Map.of("1.1", "{}"));
        calls.keep("main", List.of(), Map.of("1.2", "{}"));
        forIt(calls.flushed());

        calls.keep("main", List.of(), Map.of("1.1", ""));
        calls.keep("main", List.of(), Map.of("1.3", "{}"));
        calls.keep("main", List.of(), Map.of("1.3", ""));
        forIt(calls.flushed());

        assertThat(forIt(checkpoints.load("main"))).containsOnlyKeys("1.2");
    }

    /** A restarted server neither tells an event twice nor leaves one out. */
    @Test
    void anEventAndTheStateAfterItAreWrittenTogetherOrNotAtAll() {
        CallEvent end = hangup(call("1.1", "Sales"), ANNA, 60);
        calls.keep("main", List.of(ringing(call("1.1", "Sales"), ANNA, 0)), Map.of("1.1", "{}"));
        forIt(calls.flushed());
        forIt(database.update("alter table call_checkpoint rename to away", Map.of()));

        calls.keep("main", List.of(end), Map.of("1.1", ""));
        forIt(calls.flushed());

        assertThat(calls.counters().refused()).isEqualTo(1);
        forIt(database.update("alter table away rename to call_checkpoint", Map.of()));
        assertThat(forIt(checkpoints.load("main"))).containsOnlyKeys("1.1");
        assertThat(forIt(calls.find("main:1.1")).orElseThrow().state()).isEqualTo(State.RINGING);
        assertThat(forIt(new TraceStore(vertx, database).traceOf("main:1.1"))).hasSize(1);
    }

    @Test
    void aStateThatIsTooLongCostsNoEvent() {
        calls.keep(
                "main",
                List.of(ringing(call("1.1", "Sales"), ANNA, 0)),
                Map.of("1.1", "x".repeat(300_001)));
        forIt(calls.flushed());

        assertThat(forIt(calls.find("main:1.1"))).isPresent();
        assertThat(forIt(checkpoints.load("main"))).isEmpty();
    }

    @Test
    void ofManyChangesOfACallOnlyTheLastIsWritten() {
        for (int i = 0; i < 1_000; i++) {
            calls.keep("main", List.of(), Map.of("1.1", "{\"n\":" + i + "}"));
        }
        forIt(calls.flushed());

        assertThat(forIt(checkpoints.load("main"))).containsEntry("1.1", "{\"n\":999}");
        assertThat(calls.counters().dropped()).isZero();
    }
}
