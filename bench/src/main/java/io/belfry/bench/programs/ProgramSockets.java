package io.belfry.bench.programs;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Programs that listen by websocket, as clients of 4.x do, and look whether all came in order. */
final class ProgramSockets {
    /** More at a time only wait for one another. */
    private static final int AT_ONCE = 50;

    private static final String NAMED = "42[\"ringing\",";
    private static final String ID = "\"id\":\"e";
    private static final String TIME = "\"time\":\"";

    private final int port;
    private final String token;
    private final WebSocketClient client;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicInteger closed = new AtomicInteger();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private volatile boolean measuring;

    ProgramSockets(Vertx vertx, int port, String token, int most) {
        this.port = port;
        this.token = token;
        this.client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxConnections(most)
                                .setTryUsePerMessageCompression(false));
    }

    Future<Void> connect(int count) {
        Future<Void> all = Future.succeededFuture();
        for (int from = 0; from < count; from += AT_ONCE) {
            int some = Math.min(AT_ONCE, count - from);
            all =
                    all.compose(
                            before -> {
                                List<Future<Void>> ready = new ArrayList<>();
                                for (int i = 0; i < some; i++) {
                                    ready.add(connect());
                                }
                                return Future.all(ready).mapEmpty();
                            });
        }
        return all;
    }

    private Future<Void> connect() {
        Promise<Void> ready = Promise.promise();
        ClientWebSocket socket = client.webSocket();
        Listener listener = new Listener();
        socket.textMessageHandler(
                text -> {
                    if (text.startsWith("0")) {
                        socket.writeTextMessage("40{\"token\":\"" + token + "\"}");
                    } else if (text.startsWith("40")) {
                        ready.tryComplete();
                    } else if (text.equals("2")) {
                        socket.writeTextMessage("3");
                    } else if (text.startsWith(NAMED)) {
                        listener.heard(text);
                    }
                });
        socket.closeHandler(
                gone -> {
                    closed.incrementAndGet();
                    ready.tryFail("a socket was closed");
                });
        return socket.connect(
                        new WebSocketConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(port)
                                .setURI("/socket.io/?EIO=4&transport=websocket"))
                .compose(open -> ready.future());
    }

    /** One program: the number of the last event that it had. */
    private final class Listener {
        private long last;

        void heard(String text) {
            long number = Long.parseLong(between(text, ID));
            if (number != last + 1) {
                wrong.incrementAndGet();
            }
            last = number;
            if (measuring) {
                Instant told = Instant.parse(between(text, TIME));
                nanos.add(Duration.between(told, Instant.now()).toNanos());
            }
            arrived.incrementAndGet();
        }
    }

    private static String between(String text, String beginning) {
        int from = text.indexOf(beginning) + beginning.length();
        return text.substring(from, text.indexOf('"', from));
    }

    /** Until now times are not kept, or again not. */
    void measure(boolean now) {
        measuring = now;
    }

    List<Long> times() {
        return new ArrayList<>(nanos);
    }

    /** Events that came, each counted once for each program. */
    long arrived() {
        return arrived.get();
    }

    /** Events that were not the next. */
    long wrong() {
        return wrong.get();
    }

    int closed() {
        return closed.get();
    }
}
