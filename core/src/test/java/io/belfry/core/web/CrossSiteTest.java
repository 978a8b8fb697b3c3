package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static io.belfry.core.web.Await.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing changes because another site's page says so. */
class CrossSiteTest {
    private static TestSite server;

    /** Held, because a client that nobody holds closes its sockets. */
    private static WebSocketClient sockets;

    @BeforeAll
    static void start() {
        server = new TestSite();
        sockets = server.vertx.createWebSocketClient();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Sec-Fetch-Site, Origin, token, status
        "same-origin, -,     right, 200",
        "same-origin, -,     none,  403",
        "same-origin, -,     wrong, 403",
        "same-origin, other, right, 200",
        "none,        -,     right, 200",
        "same-site,   -,     right, 403",
        "cross-site,  -,     right, 403",
        "cross-site,  own,   right, 403",
        "weird,       -,     right, 403",
        "-,           own,   right, 200",
        "-,           own,   none,  403",
        "-,           other, right, 403",
        "-,           null,  right, 403",
        "-,           port,  right, 403",
        "-,           sub,   right, 403",
        "-,           tail,  right, 403",
        "-,           path,  right, 403",
        "-,           user,  right, 403",
        "-,           empty, right, 403",
        "-,           -,     right, 200",
        "-,           -,     none,  403"
    })
    void aChangeNeedsOurPageAndItsToken(String site, String origin, String token, int status) {
        Browser anna = server.browser();
        anna.form("/enter/ADMIN", "");
        String right = TestSite.csrf(anna, Role.ADMIN);
        if (!site.equals("-")) {
            anna.with("Sec-Fetch-Site", site);
        }
        if (!origin.equals("-")) {
            anna.with("Origin", origin(origin));
        }
        String shown = token.equals("right") ? right : token.equals("wrong") ? "x" + right : "";

        String field = shown.isEmpty() ? "a=b" : "_csrf=" + shown;

        assertThat(anna.form("/ADMIN/thing", field).statusCode()).isEqualTo(status);
        if (!shown.isEmpty()) {
            anna.with("X-CSRF-Token", shown);
        }
        assertThat(anna.json("PUT", "/ADMIN/thing", "{}").statusCode()).isEqualTo(status);
        assertThat(anna.send("DELETE", "/ADMIN/thing", "", "").statusCode()).isEqualTo(status);
    }

    @Test
    void noRouteThatChangesCanBeUsedFromAnotherSite() {
        Browser anna = server.browserOf(Role.ADMIN).with("Origin", "https://evil.example");

        for (DeclaredRoute route : server.site.routes()) {
            if (!route.method().equals("GET")) {
                String path = route.path().replace(":role", "ADMIN");
                assertThat(anna.send(route.method(), path, "", "").statusCode())
                        .as(route.toString())
                        .isIn(401, 403);
            }
        }
    }

    @Test
    void theTokenOfOneSessionIsNoneOfTheNext() {
        Browser anna = server.browser();
        anna.form("/enter/ADMIN", "");
        String before = TestSite.csrf(anna, Role.ADMIN);
        anna.form("/enter/ADMIN", "");

        assertThat(anna.form("/ADMIN/thing", "_csrf=" + before).statusCode()).isEqualTo(403);
    }

    @Test
    void ourOwnPageMayOpenASocket() {
        assertThat(await(hello(origin("own")))).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other", "null", "port", "sub", "tail", "dot", "path", "user", "empty", "none",
                "scheme"
            })
    void noOtherPageMay(String origin) {
        Throwable refused = awaitFailure(hello(origin(origin)));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(403));
    }

    private static Future<String> hello(String origin) {
        Browser anna = server.browser();
        anna.form("/enter/SUPERVISOR", "");
        WebSocketConnectOptions options =
                new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.server.actualPort())
                        .setURI("/socket")
                        .putHeader(
                                "Cookie",
                                "belfry_session=" + anna.cookie("belfry_session").orElseThrow());
        if (origin.equals("-")) {
            options.setAllowOriginHeader(false);
        } else {
            options.putHeader("Origin", origin);
        }
        Promise<String> first = Promise.promise();
        sockets.connect(options).onFailure(first::fail).onSuccess(socket -> listen(socket, first));
        return first.future();
    }

    private static void listen(WebSocket socket, Promise<String> first) {
        socket.textMessageHandler(
                text -> {
                    first.tryComplete(text);
                    socket.close();
                });
    }

    private static String origin(String kind) {
        int port = server.server.actualPort();
        String own = "http://127.0.0.1:" + port;
        return switch (kind) {
            case "own" -> own;
            case "null" -> "null";
            case "port" -> "http://127.0.0.1:" + (port == 65_535 ? 1 : port + 1);
            case "sub" -> "http://a.127.0.0.1:" + port;
            case "tail" -> own + ".evil.example";
            case "dot" -> "http://127.0.0.1.:" + port;
            case "path" -> own + "/";
            case "user" -> "http://me@127.0.0.1:" + port;
            case "scheme" -> "ftp://127.0.0.1:" + port;
            case "empty" -> "";
            case "none" -> "-";
            default -> "https://evil.example";
        };
    }
}
