package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A browser's end of the live stream. */
final class Listener implements AutoCloseable {
    private static final int LIMIT_SECONDS = 20;
    private static final int LARGEST = 64 * 1024 * 1024;

    final ClientWebSocket socket;
    private final WebSocketClient client;
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    /** Listens before it connects: who is refused may be told and closed at once. */
    private Listener(WebSocketClient client) {
        this.client = client;
        this.socket = client.webSocket();
        socket.textMessageHandler(text -> messages.add(new JsonObject(text)));
        socket.closeHandler(ended -> closed.complete(socket.closeStatusCode()));
    }

    /** As a page of ours, or another, would open it. */
    static Listener open(House house, String cookie, String origin) {
        WebSocketClient client =
                house.vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxMessageSize(LARGEST)
                                .setMaxFrameSize(LARGEST));
        WebSocketConnectOptions options =
                new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(house.port)
                        .setURI("/realtime/stream")
                        .setAllowOriginHeader(!origin.isEmpty());
        if (!cookie.isEmpty()) {
            options.putHeader("Cookie", "belfry_session=" + cookie);
        }
        if (!origin.isEmpty()) {
            options.putHeader("Origin", origin);
        }
        Listener listener = new Listener(client);
        await(listener.socket.connect(options));
        return listener;
    }

    /** Asks for rows. */
    Listener asks(JsonObject filter) {
        return says(new JsonObject().put("type", "hello").put("filter", filter).encode());
    }

    Listener says(String text) {
        try {
            socket.writeTextMessage(text);
        } catch (IllegalStateException e) {
            // refused and closed while we spoke; the test reads why
        }
        return this;
    }

    /** The next message of one of these types, without those before it. */
    JsonObject next(String... types) {
        List<String> wanted = List.of(types);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (true) {
                JsonObject message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no message of type " + wanted);
                }
                if (wanted.contains(message.getString("type"))) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean hasHeard(String type) {
        return messages.stream().anyMatch(each -> each.getString("type").equals(type));
    }

    short closeCode() {
        try {
            return closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the socket stayed open", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
