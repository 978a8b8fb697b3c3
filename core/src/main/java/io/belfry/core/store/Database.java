package io.belfry.core.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.jdbcclient.JDBCConnectOptions;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * The one way to the database, H2 or PostgreSQL alike: statements name their values as {@code
 * #{name}} and use only what both understand. Names of tables and columns are written in lower case
 * and come back so from both, because {@link DatabaseConfig} tells H2 to. Nothing waits without an
 * end: two seconds for a connection, five for a statement; then it fails with {@link DatabaseAway}.
 */
public final class Database {
    private static final int CONNECTIONS = 4;
    private static final int WAITING = 10_000;

    /** SQLSTATE of both databases. */
    private static final String TAKEN = "23505";

    /**
     * A connection over which nothing goes for so long is closed: its other end may be gone without
     * a word, and whoever waits for an answer would wait for ever. No statement takes as long.
     */
    private static final Duration SILENT = Duration.ofSeconds(10);

    /** The same where something is asked all the time. */
    private static final Duration QUICK = Duration.ofSeconds(3);

    private final Pool pool;
    private final Statements statements;
    private final Duration soon;

    private Database(Pool pool, DatabaseConfig config) {
        this(
                pool,
                new Statements(
                        pool,
                        config.isPostgres(),
                        config.connectSeconds() + config.statementSeconds(),
                        new Unanswered()),
                Duration.ofSeconds(config.connectSeconds()).dividedBy(2));
    }

    private Database(Pool pool, Statements statements, Duration soon) {
        this.pool = pool;
        this.statements = statements;
        this.soon = soon;
    }

    /** Brings the schema up to date, then opens the pool. */
    public static Future<Database> open(Vertx vertx, DatabaseConfig config) {
        // Flyway is blocking JDBC, a second or two
        return vertx.executeBlocking(() -> migrate(config))
                .map(done -> new Database(pool(vertx, config), config));
    }

    /** To look at it: nothing is brought up to date. A trouble shows with the first statement. */
    public static Database asItIs(Vertx vertx, DatabaseConfig config) {
        return new Database(pool(vertx, config), config);
    }

    /** Connections more, for what must not wait behind the others. */
    public static Database beside(Vertx vertx, DatabaseConfig config, int connections) {
        return new Database(pool(vertx, config, connections, QUICK), config);
    }

    private static int migrate(DatabaseConfig config) {
        return Flyway.configure(Database.class.getClassLoader())
                .dataSource(config.jdbcUrl(), config.user(), config.password())
                .locations("classpath:io/belfry/core/store/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private static Pool pool(Vertx vertx, DatabaseConfig config) {
        return pool(vertx, config, CONNECTIONS, SILENT);
    }

    private static Pool pool(Vertx vertx, DatabaseConfig config, int connections, Duration silent) {
        PoolOptions options =
                new PoolOptions()
                        .setMaxSize(connections)
                        .setMaxWaitQueueSize(WAITING)
                        .setConnectionTimeout(config.connectSeconds())
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        if (config.isPostgres()) {
            PgConnectOptions connect =
                    PgConnectOptions.fromUri(config.postgresUri())
                            // one round trip instead of two for what is said again and again
                            .setCachePreparedStatements(true)
                            .setPreparedStatementCacheSqlFilter(
                                    sql -> silent.equals(QUICK) || isWorthKeeping(sql))
                            // who froze in a transaction must not hold up the others
                            .addProperty("idle_in_transaction_session_timeout", "2s")
                            .addProperty("statement_timeout", config.statementSeconds() + "s");
            return PgBuilder.pool()
                    .with(options)
                    .with(new NetClientOptions().setIdleTimeout((int) silent.toSeconds()))
                    .connectingTo(connect)
                    .using(vertx)
                    .build();
        }
        JDBCConnectOptions connect =
                new JDBCConnectOptions()
                        .setJdbcUrl(config.jdbcUrl())
                        .setUser(config.user())
                        .setPassword(config.password())
                        .setAutoGeneratedKeys(false)
                        .setQueryTimeout(config.statementSeconds());
        return JDBCPool.pool(vertx, connect, options);
    }

    /**
     * What names no columns would fail when a newer node adds one. Where every round trip counts,
     * because a lease must be renewed over a slow line, all is kept.
     */
    private static boolean isWorthKeeping(String sql) {
        return !sql.contains("select *");
    }

    public <T> Future<List<T>> list(
            String sql, Map<String, Object> values, Function<Row, T> reader) {
        return statements.list(sql, values, reader);
    }

    public <T> Future<Optional<T>> one(
            String sql, Map<String, Object> values, Function<Row, T> reader) {
        return list(sql, values, reader).map(rows -> rows.stream().findFirst());
    }

    /**
     * @return how many rows were changed
     */
    public Future<Integer> update(String sql, Map<String, Object> values) {
        return alone(here -> here.update(sql, values));
    }

    /** One statement for many rows, all or nothing; an empty list does nothing. */
    public Future<Void> batch(String sql, List<Map<String, Object>> rows) {
        return alone(here -> here.batch(sql, rows));
    }

    /**
     * With the JDBC client a connection that came out of a transaction never commits by itself
     * again (vertx-jdbc-client issue 356): what is written alone would be seen by nobody else, and
     * gone with the next roll-back. So over JDBC every write has a transaction.
     */
    private <T> Future<T> alone(Function<Statements, Future<T>> write) {
        return statements.postgres() ? write.apply(statements) : inTransaction(write);
    }

    /** All or nothing. */
    public <T> Future<T> transaction(Function<Transaction, Future<T>> work) {
        return inTransaction(here -> work.apply(new Transaction(here)));
    }

    /**
     * What is waited for is its beginning, each of its statements and its end, and not all of it: a
     * database that is slow with many is not one that does not answer.
     */
    private <T> Future<T> inTransaction(Function<Statements, Future<T>> work) {
        Promise<Void> begun = Promise.promise();
        Promise<Void> ended = Promise.promise();
        statements.waitFor(begun.future());
        Future<T> done =
                statements.timed(
                        pool.getConnection()
                                .compose(
                                        connection ->
                                                inTransaction(connection, begun, ended, work)
                                                        .onComplete(any -> connection.close())));
        done.onComplete(
                any -> {
                    begun.tryFail("it never began");
                    ended.complete();
                });
        // here the pool has no type at all for a connection that it did not get
        return done.recover(
                failure ->
                        Future.failedFuture(
                                begun.future().succeeded() || failure instanceof DatabaseAway
                                        ? failure
                                        : new DatabaseAway(failure)));
    }

    /** The first statements go right behind the beginning: no round trip of its own for it. */
    private <T> Future<T> inTransaction(
            SqlConnection connection,
            Promise<Void> begun,
            Promise<Void> ended,
            Function<Statements, Future<T>> work) {
        Future<io.vertx.sqlclient.Transaction> transaction = connection.begin();
        Future<T> result = started(work, statements.on(connection));
        return transaction.compose(
                here -> {
                    begun.tryComplete();
                    result.onComplete(said -> statements.waitFor(ended.future()));
                    return result.compose(
                            value ->
                                    ended.future().isComplete()
                                            ? tooLate(here)
                                            : here.commit().map(value),
                            failure ->
                                    here.rollback().transform(any -> Future.failedFuture(failure)));
                });
    }

    /** Who asked was told so, and may have said it all again. */
    private static <T> Future<T> tooLate(io.vertx.sqlclient.Transaction here) {
        return here.rollback()
                .transform(any -> Future.failedFuture(new DatabaseAway("it took too long")));
    }

    private static <T> Future<T> started(Function<Statements, Future<T>> work, Statements here) {
        try {
            return work.apply(here);
        } catch (Throwable e) {
            // whatever it was: the connection goes back
            return Future.failedFuture(e);
        }
    }

    /** Whether something was not written because a row with the same key is there already. */
    public static boolean isTaken(Throwable failure) {
        return TAKEN.equals(Trouble.state(failure));
    }

    /** Whether it answers at all: tells a bad statement from a database that is away. */
    public Future<Boolean> answers() {
        return list("select 1 as one from settings_version", Map.of(), row -> true)
                .map(true)
                .otherwise(false);
    }

    /**
     * What to tell somebody who has waited long and may be waiting for the database: that something
     * which was asked here is not answered since more than a second. It is still waited for.
     */
    public Optional<DatabaseAway> overdue() {
        return statements
                .unanswered()
                .longest()
                .filter(waits -> waits.compareTo(soon) > 0)
                .map(waits -> new DatabaseAway("no answer for " + waits.toMillis() + " ms"));
    }

    /** The same connections for writers that nobody waits for: {@link #overdue} is not of them. */
    public Database inBackground() {
        return new Database(pool, statements.apart(), soon);
    }

    public Future<Void> close() {
        return pool.close();
    }

    /**
     * The same words inside a transaction. What does not need the answer of what was said before is
     * said at once: statements are carried out in the order in which they were said, PostgreSQL
     * takes them in one round trip, and after one that failed it carries out none.
     */
    public static final class Transaction {
        private final Statements statements;

        private Transaction(Statements statements) {
            this.statements = statements;
        }

        public <T> Future<List<T>> list(
                String sql, Map<String, Object> values, Function<Row, T> reader) {
            return statements.list(sql, values, reader);
        }

        public Future<Integer> update(String sql, Map<String, Object> values) {
            return statements.update(sql, values);
        }

        public Future<Void> batch(String sql, List<Map<String, Object>> rows) {
            return statements.batch(sql, rows);
        }

        /**
         * Writes whole rows, new ones and such that are there already.
         *
         * @param key columns that tell whether a row is there already
         * @param rows by column, all with the same columns
         */
        public Future<Void> upsert(String table, List<String> key, List<Map<String, Object>> rows) {
            return statements.upsert(table, key, rows);
        }
    }
}
