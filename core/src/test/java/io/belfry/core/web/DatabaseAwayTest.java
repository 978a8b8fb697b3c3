package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The database is lost while people and programs ask for things. */
class DatabaseAwayTest {
    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger failures = (Logger) LoggerFactory.getLogger(Failures.class);
    private Wire wire;
    private TestSite server;
    private Browser admin;

    @BeforeEach
    void start() {
        DatabaseConfig real = TestDatabase.POSTGRES.create();
        URI address = URI.create(real.postgresUri());
        wire = new Wire(vertx, address.getPort());
        String wired = real.postgresUri().replace(":" + address.getPort(), ":" + wire.port());
        server =
                new TestSite(
                        DatabaseConfig.of(wired).patient(1),
                        SiteConfig.defaults().withApiToken(TestSite.TOKEN),
                        Site.ANSWER_WITHIN,
                        site ->
                                site.get(
                                        "/api/v1/mistaken",
                                        Access.PUBLIC,
                                        rc -> mistaken().onFailure(rc::fail)));
        admin = server.browserOf(Role.ADMIN);
        log.start();
        failures.addAppender(log);
    }

    @AfterEach
    void stop() {
        failures.detachAppender(log);
        server.close();
        await(vertx.close());
    }

    private Future<?> mistaken() {
        return server.database.list("select no_such_column from session", Map.of(), row -> row);
    }

    /** A session is believed for a minute; then it is looked up. */
    private HttpResponse<String> later(Browser browser, String path) {
        server.clock.pass(Duration.ofMinutes(2));
        return browser.get(path);
    }

    @Test
    void peopleAreToldThatTheDatabaseDoesNotAnswer() {
        wire.cut();

        HttpResponse<String> lost = later(admin, "/settings/agents");
        HttpResponse<String> italian =
                later(admin.with("Accept-Language", "it"), "/settings/agents");

        assertThat(lost.statusCode()).isEqualTo(503);
        assertThat(lost.headers().firstValue("Retry-After")).contains("5");
        assertThat(lost.body()).contains("<h1>The database does not answer</h1>");
        assertThat(italian.body()).contains("<h1>Il database non risponde</h1>");
        assertThatItIsNoFaultOfOurs();
    }

    @Test
    void programsAreToldTheSameAsAProblem() {
        Browser reading = admin.with("Accept", "application/json");
        Browser writing =
                server.browser()
                        .with("Accept", "application/json")
                        .with("Authorization", "Bearer " + TestSite.TOKEN)
                        .with("Idempotency-Key", "once");
        wire.cut();

        HttpResponse<String> read = later(reading, "/api/v1/thing");
        HttpResponse<String> written = writing.json("POST", "/api/v1/echo", "{\"a\":1}");

        assertThatItIsUnavailable(read);
        assertThatItIsUnavailable(written);
        assertThatItIsNoFaultOfOurs();
    }

    @Test
    void aDatabaseThatIsSilentIsAwayToo() {
        wire.silence();

        HttpResponse<String> page = later(admin, "/settings/agents");
        HttpResponse<String> read =
                later(admin.with("Accept", "application/json"), "/api/v1/thing");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Retry-After")).contains("5");
        assertThatItIsUnavailable(read);
        assertThatItIsNoFaultOfOurs();
    }

    @Test
    void aMistakeOfOursIsNotToldAsTheDatabases() {
        HttpResponse<String> answer = admin.get("/api/v1/mistaken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"internal\"").doesNotContain("no_such_column");
        assertThat(log.list).hasSize(1);
        ILoggingEvent line = log.list.get(0);
        String id = line.getFormattedMessage().replaceAll(".*\\[(.+)]", "$1");
        assertThat(answer.body()).contains("under " + id + ".");
        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
        assertThat(line.getThrowableProxy().getMessage()).contains("no_such_column");
    }

    private static void assertThatItIsUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("unavailable");
        assertThat(error.getString("message")).startsWith("The database does not answer.");
    }

    private void assertThatItIsNoFaultOfOurs() {
        assertThat(log.list)
                .hasSize(2)
                .allSatisfy(
                        line -> {
                            assertThat(line.getLevel()).isEqualTo(Level.WARN);
                            assertThat(line.getFormattedMessage()).contains("the database is away");
                            assertThat(line.getThrowableProxy()).isNull();
                        });
    }
}
