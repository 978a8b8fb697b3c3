package io.belfry.agentgateway;

import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An agent's page without a browser: logs in, opens a socket, keeps what it hears. */
final class AgentClient {
    private static final int SECONDS = 20;

    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    /** Held, because a client that nobody holds closes its sockets. */
    private final WebSocketClient sockets;

    private WebSocket socket;

    private AgentClient(WebSocketClient sockets) {
        this.sockets = sockets;
    }

    /** The value of the cookie of a new session. */
    static String logIn(TestGateway gateway, String user) {
        HttpClient http = gateway.vertx.createHttpClient();
        return TestGateway.await(
                http.request(HttpMethod.POST, gateway.port(), "localhost", "/agent/login")
                        .compose(
                                request ->
                                        request.putHeader(
                                                        "Content-Type",
                                                        "application/x-www-form-urlencoded")
                                                .send("username=" + user + "&password=secret"))
                        .map(response -> response.getHeader("Set-Cookie").split(";")[0])
                        .eventually(http::close));
    }

    /** The status of a request with this cookie; a form when there are fields. */
    static int status(TestGateway gateway, HttpMethod method, String path, String cookie) {
        HttpClient http = gateway.vertx.createHttpClient();
        return TestGateway.await(
                http.request(method, gateway.port(), "localhost", path)
                        .compose(request -> request.putHeader("Cookie", cookie).send())
                        .map(response -> response.statusCode())
                        .eventually(http::close));
    }

    static String page(TestGateway gateway, String path, String cookie) {
        HttpClient http = gateway.vertx.createHttpClient();
        return TestGateway.await(
                http.request(HttpMethod.GET, gateway.port(), "localhost", path)
                        .compose(
                                request ->
                                        request.putHeader("Cookie", cookie)
                                                .send()
                                                .compose(response -> response.body()))
                        .map(Object::toString)
                        .eventually(http::close));
    }

    static AgentClient connect(TestGateway gateway, String cookie) {
        return TestGateway.await(tryConnect(gateway, cookie, gateway.origin()));
    }

    /** A page that has logged in and said hello. */
    static AgentClient page(TestGateway gateway, String user) {
        AgentClient page = connect(gateway, logIn(gateway, user));
        page.hello(0);
        page.next("ready");
        return page;
    }

    static Future<AgentClient> tryConnect(TestGateway gateway, String cookie, String origin) {
        WebSocketConnectOptions options = socketAt(gateway, "/agent/socket");
        options.addHeader("Cookie", cookie);
        return tryConnect(gateway, options, origin);
    }

    /** As a customer's page does it, which has no cookie of ours. */
    static Future<AgentClient> tryTicket(TestGateway gateway, String ticket) {
        WebSocketConnectOptions options = socketAt(gateway, "/agent/socket?ticket=" + ticket);
        return tryConnect(gateway, options, gateway.origin());
    }

    private static WebSocketConnectOptions socketAt(TestGateway gateway, String uri) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost("localhost").setPort(gateway.port()).setURI(uri);
        return options.addHeader("User-Agent", "Chrome/142.0");
    }

    private static Future<AgentClient> tryConnect(
            TestGateway gateway, WebSocketConnectOptions options, String origin) {
        AgentClient client = new AgentClient(gateway.vertx.createWebSocketClient());
        options.setAllowOriginHeader(!origin.isEmpty());
        if (!origin.isEmpty()) {
            options.addHeader("Origin", origin);
        }
        ClientWebSocket fresh = client.sockets.webSocket();
        client.socket = fresh;
        fresh.textMessageHandler(text -> client.heard.add(new JsonObject(text)));
        fresh.closeHandler(
                gone ->
                        client.closed.complete(
                                fresh.closeStatusCode() == null ? 0 : fresh.closeStatusCode()));
        return fresh.connect(options).map(client);
    }

    /** As a page of the one browser that all of them share. */
    void hello(long lastSeq) {
        say(
                new JsonObject()
                        .put("type", "hello")
                        .put("lastSeq", lastSeq)
                        .put("browser", "the-only-browser"));
    }

    /** As a page of that browser, looked at or not. */
    void hello(String browser, boolean focused) {
        say(
                new JsonObject()
                        .put("type", "hello")
                        .put("lastSeq", 0)
                        .put("browser", browser)
                        .put("focused", focused));
        next("ready");
    }

    void focus() {
        say(new JsonObject().put("type", "focus"));
    }

    void ack(String id, String outcome, String detail) {
        say(
                new JsonObject()
                        .put("type", "ack")
                        .put("id", id)
                        .put("outcome", outcome)
                        .put("detail", detail));
    }

    void say(JsonObject message) {
        say(message.encode());
    }

    void say(String text) {
        TestGateway.await(socket.writeTextMessage(text));
    }

    WebSocket socket() {
        return socket;
    }

    private JsonObject next() {
        try {
            JsonObject message = heard.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the server is silent");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next message of this type; what comes before it is passed over. */
    JsonObject next(String type) {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (true) {
                JsonObject message = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no " + type + " in " + SECONDS + " s");
                }
                if (type.equals(message.getString("type"))) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All that was said until now: everything the server sent before it answered a question. */
    List<JsonObject> untilNow() {
        say(new JsonObject().put("type", "check"));
        List<JsonObject> all = new ArrayList<>();
        JsonObject message = next();
        while (!message.getString("type").equals("beat")) {
            all.add(message);
            message = next();
        }
        return all;
    }

    /** What was heard by now and not asked for yet. */
    List<JsonObject> heard() {
        List<JsonObject> all = new ArrayList<>();
        heard.drainTo(all);
        return all;
    }

    void cut() {
        TestGateway.await(socket.close());
    }

    /** With which code the server closed it. */
    int closeCode() {
        try {
            return closed.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("the socket was not closed in " + SECONDS + " s", e);
        }
    }
}
