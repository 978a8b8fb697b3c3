package io.belfry.core.cluster;

import static io.belfry.core.store.Wait.forIt;
import static io.belfry.core.store.Wait.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.NodeFigures;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.store.Database;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a node says that others should not count on it, and why. */
class NodeTroublesTest {
    private static final PbxConfig HQ =
            new PbxConfig("p1", "hq", "10.0.0.9", 5038, "u", "s", false, true, "settings", 1);

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private LeaseKeeper keeper;
    private String deployment;

    @BeforeEach
    void join() {
        RecordCodec.register(vertx);
        database = forIt(Database.open(vertx, TestDatabase.H2.create()));
        Configuration settings = new Configuration(1, List.of(), List.of(), List.of(), List.of(HQ));
        Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(settings));
        keeper =
                new LeaseKeeper(
                        new ClusterStore(database, database),
                        new LeaseKeeper.Me("north", NodeRole.ALL, "http://north", "1"));
        deployment = forIt(vertx.deployVerticle(keeper));
        until(vertx, () -> keeper.of("hq").isPresent() && keeper.troubles().isEmpty());
    }

    @AfterEach
    void close() {
        forIt(vertx.close());
    }

    /** Alive since long ago, by the database. */
    private void another(String id) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("alive", System.currentTimeMillis() + 3_600_000);
        forIt(
                database.update(
                        "insert into cluster_node (id, name, roles, url, version, started_at, seen_at)"
                                + " values (#{id}, 'south', 'agents', '', '1', 1, #{alive})",
                        row));
    }

    @Test
    void nodeThatDoesNotHearAnotherIsNotReadyUntilItDoes() {
        another("id-2");

        until(vertx, () -> keeper.troubles().equals(List.of("bus: another node is not heard")));
        vertx.setPeriodic(
                100, timer -> Topic.NODE_FIGURES.publish(vertx, NodeFigures.none("id-2")));
        until(vertx, () -> keeper.troubles().isEmpty());

        assertThat(keeper.others()).containsExactly("id-2");
    }

    @Test
    void nodeThatCanNotRenewIsNotReadyAndGivesUpWhatItHad() {
        forIt(database.close());

        until(vertx, () -> keeper.troubles().stream().anyMatch(why -> why.startsWith("lease: ")));
        until(vertx, () -> keeper.fenced() == 1);
        until(
                vertx,
                () -> keeper.troubles().equals(List.of("lease: who owns what can not be read")));

        assertThat(keeper.of("hq")).isEmpty();
    }

    @Test
    void nodeThatLeavesSaysSo() {
        forIt(vertx.undeploy(deployment));

        assertThat(keeper.troubles()).contains("leaving");
    }
}
