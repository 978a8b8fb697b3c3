package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.PopOutcome;
import io.belfry.core.store.RowStore;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database takes what it is asked and says nothing, with the times of a server: two seconds for
 * a connection, five for a statement. Somebody who waits is told after three.
 */
class DatabaseHangsTest {
    /** Three seconds, and one for a busy machine; without an own limit it would be seven. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final long LONG_WORK_MILLIS = 3_500;
    private static final String ROWS = "select id from call_record";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger deleted = new AtomicInteger();
    private DatabaseConfig real;
    private Wire wire;
    private TestSite server;
    private Browser admin;

    @BeforeEach
    void start() {
        real = TestDatabase.POSTGRES.create();
        int port = URI.create(real.postgresUri()).getPort();
        wire = new Wire(vertx, port);
        server =
                new TestSite(
                        DatabaseConfig.of(
                                real.postgresUri().replace(":" + port, ":" + wire.port())),
                        SiteConfig.defaults().withApiToken(TestSite.TOKEN),
                        Site.ANSWER_WITHIN,
                        this::mount);
        admin = server.browserOf(Role.ADMIN);
        // the first page of all takes a while, whatever it says
        admin.get("/fails");
    }

    @AfterEach
    void stop() {
        server.close();
        Await.await(vertx.close());
    }

    private void mount(Site site) {
        site.get("/rows", Access.SUPERVISOR, rc -> endWithRows(rc, server.database));
        site.get("/slow", Access.SUPERVISOR, this::slow);
        site.get("/export", Access.SUPERVISOR, this::export);
        site.get("/work", Access.SUPERVISOR, DatabaseHangsTest::work);
        site.get(
                "/test-of-a-pbx",
                Access.SUPERVISOR,
                rc -> {
                    Site.takesLong(rc);
                    work(rc);
                });
        site.delete(
                "/thing",
                Access.ADMIN,
                rc -> {
                    deleted.incrementAndGet();
                    rc.end();
                });
    }

    private void export(RoutingContext rc) {
        rc.response().setChunked(true).write("head,");
        endWithRows(rc, server.database);
    }

    /** One after the other, longer than anybody waits for a database that says nothing. */
    private void slow(RoutingContext rc) {
        server.database
                .transaction(
                        here -> {
                            Future<?> last = Future.succeededFuture();
                            for (int i = 0; i < 5; i++) {
                                last =
                                        last.compose(
                                                done ->
                                                        here.list(
                                                                "select 1 from pg_sleep(0.7)",
                                                                Map.of(),
                                                                row -> row));
                            }
                            return last;
                        })
                .onSuccess(done -> rc.end("5 answers"))
                .onFailure(rc::fail);
    }

    private static void endWithRows(RoutingContext rc, Database database) {
        database.list(ROWS, Map.of(), row -> row)
                .onSuccess(
                        rows -> {
                            if (!rc.response().ended()) {
                                rc.end(rows.size() + " rows");
                            }
                        })
                .onFailure(rc::fail);
    }

    private static void work(RoutingContext rc) {
        rc.vertx().setTimer(LONG_WORK_MILLIS, done -> rc.end("it works"));
    }

    /** With all that waits for the table. */
    private Connection lock(String table) throws SQLException {
        Connection connection =
                DriverManager.getConnection(real.jdbcUrl(), real.user(), real.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    private static HttpResponse<String> soon(Supplier<HttpResponse<String>> asked) {
        Instant begun = Instant.now();
        HttpResponse<String> answer = asked.get();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(SOON);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        return answer;
    }

    private static <T> T in30Seconds(CompletableFuture<T> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.get(30, TimeUnit.SECONDS);
    }

    @Test
    void peopleAndProgramsAreToldWithinThreeSeconds() {
        Browser program =
                server.browser()
                        .with("Accept", "application/json")
                        .with("Authorization", "Bearer " + TestSite.TOKEN)
                        .with("Idempotency-Key", "once");
        wire.silence();
        server.clock.pass(Duration.ofMinutes(2));

        HttpResponse<String> page = soon(() -> admin.get("/settings/agents"));
        HttpResponse<String> login = soon(() -> server.browser().form("/enter/ADMIN", ""));
        HttpResponse<String> written =
                soon(() -> program.json("POST", "/api/v1/echo", "{\"a\":1}"));

        assertThat(page.body())
                .contains("<h1>The database does not answer</h1>")
                .contains("Nothing is lost");
        assertThat(login.body()).contains("it may have been saved");
        JsonObject error = new JsonObject(written.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("unavailable");
        assertThat(error.getString("message")).contains("It may have been done all the same");
    }

    @Test
    void whatOneTableHoldsUpIsToldWithinThreeSecondsToo() throws SQLException {
        try (Connection held = lock("call_record")) {
            soon(() -> admin.get("/rows"));
            held.rollback();
        }

        assertThat(admin.get("/rows").body()).isEqualTo("0 rows");
    }

    @Test
    void whoWasToldSoIsNotServedBehindHisBack() throws SQLException {
        server.clock.pass(Duration.ofMinutes(2));
        try (Connection held = lock("session")) {
            soon(() -> admin.send("DELETE", "/thing", "", ""));
            held.rollback();
        }

        assertThat(admin.get("/rows").statusCode()).isEqualTo(200);
        assertThat(deleted).hasValue(0);
        assertThat(admin.send("DELETE", "/thing", "", "").statusCode()).isEqualTo(200);
        assertThat(deleted).hasValue(1);
    }

    @Test
    void oneThatIsOnlySlowWithManyStatementsIsWaitedFor() {
        assertThat(admin.get("/slow").body()).isEqualTo("5 answers");
    }

    @Test
    void anAnswerThatHasBegunIsNotCutShort() throws Exception {
        CompletableFuture<HttpResponse<String>> exported;
        try (Connection held = lock("call_record")) {
            exported = CompletableFuture.supplyAsync(() -> admin.get("/export"));
            soon(() -> admin.get("/rows"));
            held.rollback();
        }

        assertThat(in30Seconds(exported).body()).isEqualTo("head,0 rows");
    }

    @Test
    void whatTakesLongForOtherReasonsIsWaitedForWhileWritersWait() throws Exception {
        RowStore rows = new RowStore(server.vertx, server.database, server.clock);
        CompletableFuture<?> writer;
        Future<?> marked;
        HttpResponse<String> worked;
        try (Connection held = lock("call_record, realtime_row")) {
            marked = rows.mark(new PopOutcome("CRM", "1.1", "anna", "opened", Instant.now()));
            writer =
                    server.database
                            .inBackground()
                            .list(ROWS, Map.of(), row -> row)
                            .toCompletionStage()
                            .toCompletableFuture();
            worked = admin.get("/work");
            assertThat(writer).isNotDone();
            assertThat(marked.isComplete()).isFalse();
            held.rollback();
        }

        assertThat(worked.body()).isEqualTo("it works");
        in30Seconds(writer);
        Await.await(rows.flushed());
    }

    @Test
    void whatSaysThatItTakesLongIsWaitedForWhileAnotherWaitsForTheDatabase() throws Exception {
        CompletableFuture<HttpResponse<String>> other;
        HttpResponse<String> worked;
        try (Connection held = lock("call_record")) {
            other = CompletableFuture.supplyAsync(() -> admin.get("/rows"));
            worked = admin.get("/test-of-a-pbx");
            held.rollback();
        }

        assertThat(worked.body()).isEqualTo("it works");
        assertThat(in30Seconds(other).statusCode()).isEqualTo(503);
    }
}
