package io.belfry.core.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A new and empty database of each kind that we support; what it holds ends with the JVM. */
public enum TestDatabase {
    H2 {
        @Override
        DatabaseConfig empty() {
            return DatabaseConfig.inMemory("test-" + UUID.randomUUID());
        }
    },
    POSTGRES {
        @Override
        DatabaseConfig empty() {
            String name = "test_" + NEXT.getAndIncrement() % REUSED;
            try (Connection server = Server.POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = server.createStatement()) {
                if (!statement
                        .executeQuery("select 1 from pg_database where datname = '" + name + "'")
                        .next()) {
                    statement.execute("create database " + name);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            DatabaseConfig config =
                    DatabaseConfig.of(
                            "postgresql://postgres:postgres@localhost:%d/%s"
                                    .formatted(Server.POSTGRES.getPort(), name));
            wipe(config, name);
            return config;
        }
    };

    /** As many as one test may need at a time; a new one each time would fill the disk. */
    private static final int REUSED = 4;

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Also of what a test before has left open. */
    private static void wipe(DatabaseConfig config, String name) {
        try (Connection database =
                        DriverManager.getConnection(
                                config.jdbcUrl(), config.user(), config.password());
                Statement statement = database.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                            + name
                            + "' and pid <> pg_backend_pid()");
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody may build something big on this machine at the same time. */
    private static final int PATIENCE_SECONDS = 30;

    abstract DatabaseConfig empty();

    public DatabaseConfig create() {
        return empty().patient(PATIENCE_SECONDS);
    }

    /** Started when the first test needs it; it stops with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("listen_addresses", "localhost")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
