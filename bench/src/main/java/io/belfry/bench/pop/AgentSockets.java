package io.belfry.bench.pop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sockets of all agents' pages, without browsers: each says hello, and answers each command to
 * open a page at once with "opened".
 */
final class AgentSockets {
    /** More at a time only wait for one another. */
    private static final int AT_ONCE = 50;

    /** Told on an event loop, before anything else is done with the command. */
    interface Listener {
        /**
         * @param pop the command as it came
         * @param nanos {@link System#nanoTime()} when its text was there
         */
        void opened(Seat seat, JsonObject pop, long nanos);
    }

    private final Vertx vertx;
    private final int port;
    private final Listener listener;
    private final WebSocketClient client;
    private final AtomicInteger closed = new AtomicInteger();

    AgentSockets(Vertx vertx, int port, int most, Listener listener) {
        this.vertx = vertx;
        this.port = port;
        this.listener = listener;
        this.client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(most));
    }

    /** Done when each has been told that it is ready. */
    Future<Void> connect(List<Seat> seats) {
        Future<Void> all = Future.succeededFuture();
        for (int from = 0; from < seats.size(); from += AT_ONCE) {
            List<Seat> some = seats.subList(from, Math.min(from + AT_ONCE, seats.size()));
            all = all.compose(before -> connectSome(some));
        }
        return all;
    }

    private Future<Void> connectSome(List<Seat> seats) {
        List<Future<Void>> ready = new ArrayList<>();
        seats.forEach(seat -> ready.add(connect(seat)));
        return Future.all(ready).mapEmpty();
    }

    private Future<Void> connect(Seat seat) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/agent/socket")
                        .setAllowOriginHeader(true)
                        .addHeader("Origin", "http://127.0.0.1:" + port)
                        .addHeader("Cookie", seat.cookie())
                        .addHeader("User-Agent", "Chrome/142.0");
        Promise<Void> ready = Promise.promise();
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(text -> heard(seat, socket, text, ready));
        socket.closeHandler(
                gone -> {
                    closed.incrementAndGet();
                    ready.tryFail("the socket of " + seat + " was closed");
                });
        return socket.connect(options)
                .compose(open -> open.writeTextMessage(hello(seat)))
                .compose(said -> ready.future());
    }

    private void heard(Seat seat, ClientWebSocket socket, String text, Promise<Void> ready) {
        long nanos = System.nanoTime();
        if (text.contains("\"type\":\"open\"")) {
            JsonObject pop = new JsonObject(text);
            listener.opened(seat, pop, nanos);
            socket.writeTextMessage(ack(pop.getString("id")));
        } else if (text.contains("\"type\":\"ready\"")) {
            ready.tryComplete();
        }
    }

    private static String hello(Seat seat) {
        return new JsonObject()
                .put("type", "hello")
                .put("lastSeq", 0)
                .put("browser", seat.user())
                .put("popups", "allowed")
                .put("focused", true)
                .encode();
    }

    private static String ack(String id) {
        return new JsonObject().put("type", "ack").put("id", id).put("outcome", "opened").encode();
    }

    /** Sockets that ended before we ended them. */
    int closed() {
        return closed.get();
    }

    Future<Void> close() {
        return client.close().eventually(vertx::close);
    }
}
