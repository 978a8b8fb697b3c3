package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Vertx;
import java.util.ArrayList;
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
class TraceStoreTest {
    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private TraceStore traces;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        database = forIt(Database.open(vertx, kind.create()));
        traces = new TraceStore(vertx, database);
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private static TraceLine line(String call, int second, String text) {
        return new TraceLine(
                call, TEN.plusSeconds(second), Step.RULE, text, Map.of("field", "queue"));
    }

    @Test
    void aStoryIsToldFromItsBeginning() {
        List<TraceLine> told = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            // several lines at the same moment stay in their order
            told.add(line("main:1.1", i / 100, "step " + i));
            traces.add(told.get(i));
            traces.add(line("main:1.2", 0, "another call"));
        }
        forIt(traces.flushed());

        assertThat(forIt(traces.traceOf("main:1.1"))).isEqualTo(told);
        assertThat(forIt(traces.traceOf("main:9.9"))).isEmpty();
        assertThat(traces.counters()).isEqualTo(new WriteCounters(0, 2_400, 0, 0));
    }

    @Test
    void aLineOfAnyLengthIsWritten() {
        String hostile = "\0" + "x\uD83D\uDE00".repeat(20_000);
        traces.add(new TraceLine(hostile, TEN, Step.SYSTEM, hostile, Map.of("value", hostile)));
        traces.add(line("main:1.1", 0, "next"));

        forIt(traces.flushed());

        assertThat(traces.counters()).isEqualTo(new WriteCounters(0, 2, 0, 0));
    }

    @Test
    void whatIsSaidOnTheBusIsWrittenBeforeTheWriterEnds() {
        CallStore calls = new CallStore(vertx, database);
        String id = forIt(vertx.deployVerticle(new TraceWriter(calls, traces)));
        Topic.TRACE.publish(vertx, line("main:1.1", 0, "rang"));
        calls.record(ringing(call("1.1", "Sales"), ANNA, 0));
        Wait.until(vertx, () -> heard(traces.counters()) && heard(calls.counters()));

        forIt(vertx.undeploy(id));

        assertThat(forIt(traces.traceOf("main:1.1"))).hasSize(2);
        assertThat(forIt(calls.find("main:1.1"))).isPresent();
    }

    private static boolean heard(WriteCounters counters) {
        return counters.waiting() + counters.written() > 0;
    }
}
