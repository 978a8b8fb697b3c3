package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A polling client that does only what it is told. Behind a balancer each of its requests goes to
 * the next node.
 */
final class Poller {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Integer> ports;
    private final String eio;
    private int turn;
    private String sid = "";
    private String opened = "";

    Poller(int port, int eio) {
        this(List.of(port), eio);
    }

    Poller(List<Integer> ports, int eio) {
        this.ports = List.copyOf(ports);
        this.eio = "EIO=" + eio + "&transport=polling";
    }

    /** The same session, seen by one node only. */
    Poller at(int port) {
        Poller same = new Poller(List.of(port), eio.contains("3") ? 3 : 4);
        same.sid = sid;
        return same;
    }

    private int port() {
        return ports.get(turn++ % ports.size());
    }

    /** Opens a session and remembers it. */
    JsonObject open(String more) {
        opened = get(port(), eio + more).body();
        String json = opened.substring(opened.indexOf('{'), opened.indexOf('}') + 1);
        JsonObject open = new JsonObject(json);
        sid = open.getString("sid");
        return open;
    }

    /** All that came with it. */
    String opened() {
        return opened;
    }

    String sid() {
        return sid;
    }

    /** Of this session, for a websocket. */
    String socketQuery() {
        return eio.replace("polling", "websocket") + "&sid=" + sid;
    }

    CompletableFuture<HttpResponse<String>> poll() {
        return HTTP.sendAsync(
                request(port(), eio + "&sid=" + sid).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get() {
        return await(poll());
    }

    HttpResponse<String> post(String body, String... headers) {
        HttpRequest.Builder request =
                request(port(), eio + "&sid=" + sid)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Asks something of the session and reads until there is the answer. */
    void isAnswered() {
        assertThat(post("429[\"subscribe\",{}]").body()).isEqualTo("ok");
        String read = get().body();
        while (!read.contains("439[")) {
            read = get().body();
        }
        assertThat(read).contains("439[{\"ok\":true");
    }

    static HttpResponse<String> get(int port, String query, String... headers) {
        HttpRequest.Builder request = request(port, query);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static HttpRequest.Builder request(int port, String query) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/socket.io/?" + query))
                .timeout(LIMIT);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
