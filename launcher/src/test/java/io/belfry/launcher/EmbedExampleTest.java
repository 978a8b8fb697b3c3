package io.belfry.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.belfry.agentgateway.Chromium;
import io.belfry.core.agent.Delivery;
import io.belfry.core.bus.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a customer's page that gets calls, in a real browser against the whole server. */
class EmbedExampleTest {
    private static final Path EXAMPLE = Path.of("../examples/browser-embed").toAbsolutePath();
    private static final String EVIL = "<img src=x onerror=alert(1)>";

    @TempDir private static Path folder;

    private static TestServer server;
    private static int port;
    private static final List<Delivery> DELIVERIES = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        NodeProgram.required(
                NodeProgram.run(Path.of("."), 30, "node", "--version"), "no Node here");
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        port = TestServer.freePort();
        server = TestServer.start(folder, "--agent.origins=http://127.0.0.1:" + port);
        server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
        JsonObject open =
                new JsonObject()
                        .put("type", "open")
                        .put("url", "https://crm.example/?phone={callernum}&name={callername}")
                        .put("mode", "new_tab");
        JsonObject message =
                new JsonObject()
                        .put("type", "notify")
                        .put("level", "info")
                        .put("title", "VIP")
                        .put("body", EVIL);
        JsonObject rule =
                new JsonObject()
                        .put("name", "answered")
                        .put("events", new JsonArray().add("up"))
                        .put("actions", new JsonArray().add(open).add(message));
        server.create(
                "/api/v1/integrations",
                new JsonObject().put("appname", "CRM").put("rules", new JsonArray().add(rule)));
        Topic.DELIVERIES.subscribe(server.server().vertx(), DELIVERIES::add);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void forgetWhatWasDelivered() {
        DELIVERIES.clear();
    }

    private static ExampleProgram crm(int at) throws IOException {
        return new ExampleProgram(
                folder,
                "node",
                EXAMPLE.resolve("server.js").toString(),
                TestServer.TOKEN,
                "--belfry",
                server.url(),
                "--agent",
                "2004",
                "--port",
                Integer.toString(at));
    }

    @Test
    void aCustomersPageShowsTheRecordOfTheCallWithoutAnyWindow() throws IOException {
        try (ExampleProgram crm = crm(port);
                Chromium chromium = Chromium.start(Chromium.Setup.PLAIN)) {
            crm.until("open http://127.0.0.1:" + port + "/");
            Page page = chromium.firstPage();
            page.navigate("http://127.0.0.1:" + port + "/");
            assertThat(page.locator("belfry-calls [data-live]")).hasAttribute("data-live", "live");

            Topic.CALLS.publish(server.server().vertx(), JohnsCall.ringing("r"));
            assertThat(page.locator("belfry-calls li")).containsText("Ringing");
            Topic.CALLS.publish(server.server().vertx(), JohnsCall.up("u"));

            assertThat(page.locator("#record")).containsText("0255512345");
            assertThat(page.locator("#record")).containsText("Müller 電");
            assertThat(page.locator("#messages")).containsText("VIP " + EVIL);
            assertThat(page.locator("belfry-calls li")).containsText("Talking");
            assertThat(page.locator("belfry-calls [data-action=open]")).hasCount(1);
            assertThat(chromium.context().pages()).hasSize(1);
            TestServer.until(
                    "both answers", () -> Optional.of(DELIVERIES).filter(all -> all.size() >= 2));
            assertThat(DELIVERIES)
                    .extracting(each -> each.outcome() + " " + each.detail())
                    .containsExactly(
                            "OPENED inside the customer's page",
                            "OPENED inside the customer's page");

            // what was shown is not shown again after a reload
            page.reload();
            assertThat(page.locator("belfry-calls [data-live]")).hasAttribute("data-live", "live");
            assertThat(page.locator("#hint")).isVisible();
            assertThat(page.locator("#record")).isEmpty();
        }
    }

    @Test
    void whatWasMissedWaitsInTheCustomersPageForAClick() throws IOException {
        try (ExampleProgram crm = crm(port);
                Chromium chromium = Chromium.start(Chromium.Setup.PLAIN)) {
            crm.until("open http://127.0.0.1:" + port + "/");
            Topic.CALLS.publish(server.server().vertx(), JohnsCall.up("m1"));
            untilDelivered(Delivery.Outcome.MISSED, 2);
            Topic.CALLS.publish(server.server().vertx(), JohnsCall.hangup("m2"));
            Page page = chromium.firstPage();
            page.navigate("http://127.0.0.1:" + port + "/");

            assertThat(page.locator("belfry-calls summary")).hasText("Missed (1)");
            assertThat(page.locator("#record")).isEmpty();
            page.locator("#missed button").click();

            assertThat(page.locator("#record")).containsText("0255512345");
            assertThat(page.locator("#missed button")).hasCount(0);
            untilDelivered(Delivery.Outcome.OPENED, 2);
        }
    }

    /** The page and the message have two answers. */
    private static void untilDelivered(Delivery.Outcome outcome, int count) {
        TestServer.until(
                count + " times " + outcome,
                () -> Optional.of(count).filter(enough -> delivered(outcome) >= enough));
    }

    private static long delivered(Delivery.Outcome outcome) {
        return DELIVERIES.stream().filter(each -> each.outcome() == outcome).count();
    }

    @Test
    void aPageThatIsNotListedHearsNothing() throws IOException {
        int other = TestServer.freePort();
        try (ExampleProgram crm = crm(other);
                Chromium chromium = Chromium.start(Chromium.Setup.PLAIN)) {
            crm.until("open http://127.0.0.1:" + other + "/");
            Page page = chromium.firstPage();
            List<String> refused = new CopyOnWriteArrayList<>();
            page.onConsoleMessage(line -> refused.add(line.text()));
            page.navigate("http://127.0.0.1:" + other + "/");

            chromium.context()
                    .waitForCondition(
                            () -> refused.stream().anyMatch(line -> line.contains("403")));
            assertThat(page.locator("belfry-calls [data-live]"))
                    .hasAttribute("data-live", "reconnecting");
        }
    }

    @Test
    void aTicketIsGoodOnceAndOnlyForAListedPage() {
        String ticket = ticket();

        assertThat(status(ticket, "https://evil.example")).isEqualTo(403);
        assertThat(status(ticket, "http://127.0.0.1:" + port)).isEqualTo(101);
        assertThat(status(ticket, "http://127.0.0.1:" + port)).isEqualTo(401);
        assertThat(status("made-up", "http://127.0.0.1:" + port)).isEqualTo(401);
        assertThat(server.send("POST", "/api/v1/agents/nobody/ticket", "").status()).isEqualTo(404);
    }

    @Test
    void whenTheTokenIsRevokedItsSocketsCloseAndItsTicketsOpenNone() {
        JsonObject token =
                server.create(
                        "/api/v1/tokens",
                        new JsonObject()
                                .put("name", "crm")
                                .put("scopes", new JsonArray().add("read").add("pop")));
        String ticket = ticketFor(token);
        String unused = ticketFor(token);
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.complete(code);
                        return null;
                    }
                };
        connect(ticket, "http://127.0.0.1:" + port, listener);

        server.send("DELETE", "/api/v1/tokens/" + token.getString("id"), "");

        assertThat(closed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(4001);
        assertThat(status(unused, "http://127.0.0.1:" + port)).isEqualTo(401);
    }

    private static String ticketFor(JsonObject token) {
        return new JsonObject(
                        RestClient.token(server.url(), token.getString("secret"))
                                .json("POST", "/api/v1/agents/2004/ticket", "")
                                .body())
                .getString("ticket");
    }

    private static String ticket() {
        return server.create("/api/v1/agents/2004/ticket", new JsonObject()).getString("ticket");
    }

    private static int status(String ticket, String origin) {
        try {
            connect(ticket, origin, new WebSocket.Listener() {}).abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static WebSocket connect(String ticket, String origin, WebSocket.Listener listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(
                        URI.create(
                                server.url().replaceFirst("^http", "ws")
                                        + "/agent/socket?ticket="
                                        + ticket),
                        listener)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
