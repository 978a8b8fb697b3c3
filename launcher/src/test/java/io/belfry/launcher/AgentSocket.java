package io.belfry.launcher;

import io.vertx.core.json.JsonObject;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An agent's page without a browser, which says of every page and message that it is open. */
final class AgentSocket implements AutoCloseable {
    private static final int LIMIT_SECONDS = 30;

    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    /** Returns when the server has greeted it. */
    AgentSocket(String url, String user, String password) {
        HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        try {
            HttpRequest login =
                    HttpRequest.newBuilder(URI.create(url + "/agent/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "username="
                                                    + encode(user)
                                                    + "&password="
                                                    + encode(password)))
                            .build();
            http.send(login, BodyHandlers.discarding());
            socket =
                    http.newWebSocketBuilder()
                            .header("Origin", url)
                            .buildAsync(
                                    URI.create(url.replaceFirst("^http", "ws") + "/agent/socket"),
                                    new Listener())
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(user + " gets no socket", e);
        }
        say(new JsonObject().put("type", "hello").put("lastSeq", 0));
        TestServer.until(
                "the greeting of " + user,
                () -> Optional.of(heard).filter(all -> !of("ready").isEmpty()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void say(JsonObject message) {
        socket.sendText(message.encode(), true).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** All messages of these types so far, as they came. */
    List<JsonObject> of(String... types) {
        List<String> wanted = List.of(types);
        return heard.stream().filter(each -> wanted.contains(each.getString("type"))).toList();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket at, CharSequence part, boolean last) {
            text.append(part);
            at.request(1);
            if (!last) {
                return null;
            }
            JsonObject message = new JsonObject(text.toString());
            text.setLength(0);
            heard.add(message);
            String type = message.getString("type");
            return type.equals("open") || type.equals("notify")
                    ? at.sendText(opened(message), true)
                    : null;
        }

        private String opened(JsonObject message) {
            return new JsonObject()
                    .put("type", "ack")
                    .put("id", message.getString("id"))
                    .put("outcome", "opened")
                    .put("detail", "new tab")
                    .encode();
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
