package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody holds the tables: statements run into their limit while the database answers others. */
class SlowDatabaseTest {
    private Vertx vertx;
    private DatabaseConfig config;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        config = TestDatabase.POSTGRES.create();
        forIt(forIt(Database.open(vertx, config)).close());
        database = forIt(Database.open(vertx, config.patient(1)));
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private Connection lock(String table) throws SQLException {
        Connection connection =
                DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    @Test
    void whatWaitedIsWrittenWhenTheTableIsFree() throws SQLException {
        CallStore calls = new CallStore(vertx, database);
        try (Connection held = lock("call_record")) {
            for (int i = 0; i < 1_200; i++) {
                calls.record(ringing(call("1." + i, "Sales"), ANNA, i));
            }
            assertThatThrownBy(
                            () ->
                                    forIt(
                                            database.list(
                                                    "select id from call_record",
                                                    Map.of(),
                                                    row -> row)))
                    .isInstanceOf(DatabaseAway.class);
            assertThat(calls.counters().waiting()).isEqualTo(1_200);
            held.rollback();
        }

        forIt(calls.flushed());

        assertThat(calls.counters()).isEqualTo(new WriteCounters(0, 1_200, 0, 0));
    }
}
