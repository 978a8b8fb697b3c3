package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class EventLogTest {
    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        database = forIt(Database.open(vertx, kind.create()));
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    @Test
    void whatFollowsANumberIsReadInOrder() {
        EventLog log = logOf(1_300, 100_000);

        assertThat(numbers(forIt(log.after(1_290, 5))))
                .containsExactly(1_291L, 1_292L, 1_293L, 1_294L, 1_295L);
        LoggedEvent last = forIt(log.newest()).orElseThrow();
        assertThat(last).isEqualTo(event(1_300));
        assertThat(forIt(log.lastOf("s1"))).contains(1_300L);
        assertThat(forIt(log.lastOf("s2"))).isEmpty();
    }

    @Test
    void theOldestMakeRoom() {
        EventLog log = logOf(1_000, 100);

        assertThat(numbers(forIt(log.after(0, 1_000)))).hasSize(100).startsWith(901L);
    }

    @Test
    void anEmptyLogHasNothing() {
        EventLog log = new EventLog(vertx, database);

        assertThat(forIt(log.newest())).isEmpty();
        assertThat(forIt(log.after(0, 10))).isEmpty();
    }

    @Test
    void numbersGoOnAfterARestartAndTellWhichStartItWas() throws Exception {
        BlockingQueue<LoggedEvent> told = new LinkedBlockingQueue<>();
        Topic.LOGGED.subscribe(vertx, told::add);
        String first = start(TEN);
        Topic.CALLS.publish(vertx, ringing(call("1.1", "Sales"), ANNA, 1));
        LoggedEvent one = told.poll(20, TimeUnit.SECONDS);
        forIt(vertx.undeploy(first));
        String second = start(TEN.plusSeconds(1));
        Topic.CALLS.publish(vertx, ringing(call("2.2", "Sales"), ANNA, 2));
        LoggedEvent two = told.poll(20, TimeUnit.SECONDS);
        forIt(vertx.undeploy(second));

        assertThat(one.position().number()).isEqualTo(1);
        assertThat(two.position().number()).isEqualTo(2);
        assertThat(two.position().started()).isNotEqualTo(one.position().started());
        assertThat(one.json())
                .isEqualTo(CallEventJson.of(ringing(call("1.1", "Sales"), ANNA, 1)).encode());
        assertThat(one.kind()).isEqualTo("ringing");
        assertThat(one.queue()).isEqualTo("Sales");
    }

    private String start(Instant at) {
        return forIt(
                vertx.deployVerticle(
                        new EventLogger(
                                new EventLog(vertx, database), Clock.fixed(at, ZoneOffset.UTC))));
    }

    private EventLog logOf(int count, int kept) {
        EventLog log = new EventLog(vertx, database, kept);
        for (int i = 1; i <= count; i++) {
            log.add(event(i));
        }
        forIt(log.flushed());
        return log;
    }

    private static LoggedEvent event(long number) {
        return new LoggedEvent(
                new EventPosition("s1", number), TEN, "up", "Sales", "{\"n\":" + number + "}");
    }

    private static List<Long> numbers(List<LoggedEvent> events) {
        return events.stream().map(each -> each.position().number()).toList();
    }
}
