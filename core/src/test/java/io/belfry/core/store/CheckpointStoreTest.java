package io.belfry.core.store;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
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

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
        checkpoints = new CheckpointStore(vertx, database);
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    @Test
    void theNewestStateOfEachLiveCallIsLoaded() {
        checkpoints.put("main", "1.1", "{\"state\":\"ringing\"}");
        checkpoints.put("main", "1.2", "{\"state\":\"waiting\"}");
        checkpoints.put("other", "1.1", "{}");
        forIt(checkpoints.flushed());

        checkpoints.put("main", "1.1", "{\"state\":\"talking\"}");
        forIt(checkpoints.flushed());

        assertThat(forIt(checkpoints.load("main")))
                .containsOnly(
                        Map.entry("1.1", "{\"state\":\"talking\"}"),
                        Map.entry("1.2", "{\"state\":\"waiting\"}"));
    }

    @Test
    void aCallThatIsOverIsNotLoaded() {
        checkpoints.put("main", "1.1", "{}");
        checkpoints.put("main", "1.2", "{}");
        forIt(checkpoints.flushed());

        checkpoints.remove("main", "1.1");
        checkpoints.put("main", "1.3", "{}");
        checkpoints.remove("main", "1.3");
        forIt(checkpoints.flushed());

        assertThat(forIt(checkpoints.load("main"))).containsOnlyKeys("1.2");
    }

    @Test
    void ofManyChangesOfACallOnlyTheLastIsWritten() {
        for (int i = 0; i < 1_000; i++) {
            checkpoints.put("main", "1.1", "{\"n\":" + i + "}");
        }
        forIt(checkpoints.flushed());

        assertThat(forIt(checkpoints.load("main"))).containsEntry("1.1", "{\"n\":999}");
        assertThat(checkpoints.counters().dropped()).isZero();
    }
}
