package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a customer's page is answered that asks for a socket with a ticket. */
class TicketDoorTest {
    private static final String CRM = "https://crm.example";
    private static final Principal ANNA = Principal.agent("anna", "Anna", "a1");

    private TestSite server;
    private Vertx vertx;
    private HttpClient client;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() {
        server = site(DatabaseConfig.inMemory("t" + UUID.randomUUID()));
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
    }

    @AfterEach
    void stop() {
        server.close();
        await(client.close());
        await(vertx.close());
    }

    private static void enter(RoutingContext rc) {
        rc.response().end(Site.principal(rc).user());
    }

    /** The handler answers in plain HTTP, so that what it is told can be read. */
    private Answer show(String ticket, String origin) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(server.server.actualPort())
                        .setURI("/agent/socket?ticket=" + ticket)
                        .putHeader("Origin", origin)
                        .putHeader("Connection", "Upgrade")
                        .putHeader("Upgrade", "websocket");
        return await(
                client.request(options)
                        .compose(request -> request.send())
                        .compose(answer -> answer.body().map(body -> read(answer, body))));
    }

    private static Answer read(HttpClientResponse answer, Buffer body) {
        return new Answer(answer.statusCode(), body.toString());
    }

    private String ticket(Principal issuer) {
        return await(server.site.ticket(issuer, issuer));
    }

    @Test
    void itLetsAListedPageInOnce() {
        String ticket = ticket(ANNA);

        assertThat(show(ticket, "https://evil.example").status()).isEqualTo(403);
        assertThat(show(ticket, CRM)).isEqualTo(new Answer(200, "anna"));
        assertThat(show(ticket, CRM).status()).isEqualTo(401);
    }

    @Test
    void withTheSessionThatAskedForItItsTicketsEnd() {
        Session session = await(server.sessions.create(ANNA, "")).session();
        String before = ticket(session.principal());
        String after = ticket(session.principal());

        int whileItLives = show(before, CRM).status();
        await(server.sessions.end(session.key()));

        assertThat(whileItLives).isEqualTo(200);
        assertThat(show(after, CRM).status()).isEqualTo(401);
    }

    @Test
    void whileTheDatabaseIsAwayThePageIsToldToTryAgain() {
        server.close();
        DatabaseConfig real = TestDatabase.POSTGRES.create();
        int port = URI.create(real.postgresUri()).getPort();
        Wire wire = new Wire(vertx, port);
        server =
                site(
                        DatabaseConfig.of(real.postgresUri().replace(":" + port, ":" + wire.port()))
                                .patient(1));
        String ticket = ticket(ANNA);
        wire.cut();

        Answer answer = show(ticket, CRM);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"unavailable\"").contains("database");
    }

    private static TestSite site(DatabaseConfig database) {
        return new TestSite(
                database,
                SiteConfig.defaults().withEmbedders(Set.of(CRM)),
                Site.ANSWER_WITHIN,
                site -> site.get("/agent/socket", Access.AGENT, TicketDoorTest::enter));
    }
}
