package io.belfry.bench.cluster;

import io.belfry.bench.pop.Seat;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Agents' pages without browsers, behind something that spreads them over the living nodes: each
 * opens what it is told to, once, remembers what it has opened, and comes back after a loss as the
 * real page does, within three seconds.
 */
public final class AgentPages {
    private static final int JITTER_MILLIS = 3_000;
    private static final int REMEMBERED = 200;

    private final Vertx vertx;
    private final Supplier<List<Integer>> nodes;
    private final WebSocketClient client;
    private final Random random = new Random(20_261_201);
    private final List<Page> pages = new ArrayList<>();
    private int next;
    private boolean closing;

    /**
     * @param nodes ports of the nodes that a balancer would choose from now
     */
    public AgentPages(Vertx vertx, int most, Supplier<List<Integer>> nodes) {
        this.vertx = vertx;
        this.nodes = nodes;
        this.client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setMaxConnections(most)
                                .setConnectTimeout(2_000));
    }

    /** What became of one page that was to open. */
    public static final class Seen {
        private int opened;
        private int commands;
        private boolean missed;

        public int opened() {
            return opened;
        }

        public int commands() {
            return commands;
        }

        /** The agent's page lists it as missed. */
        public boolean missed() {
            return missed;
        }
    }

    /** One agent's page. Everything in it happens under the lock of all pages. */
    private final class Page {
        private final Seat seat;
        private final Map<String, Seen> seen = new LinkedHashMap<>();
        private final Map<String, String> opened =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                        return size() > REMEMBERED;
                    }
                };
        private long lastSeq;
        private ClientWebSocket socket;
        private boolean ready;
        private int port;
        private int tries;

        Page(Seat seat) {
            this.seat = seat;
        }

        void connect() {
            List<Integer> living = nodes.get();
            if (closing || living.isEmpty()) {
                later(500);
                return;
            }
            port = living.get(next++ % living.size());
            ClientWebSocket fresh = client.webSocket();
            socket = fresh;
            fresh.textMessageHandler(text -> hear(fresh, new JsonObject(text)));
            fresh.closeHandler(gone -> lost());
            fresh.connect(
                            new WebSocketConnectOptions()
                                    .setHost("127.0.0.1")
                                    .setPort(port)
                                    .setURI("/agent/socket")
                                    .setTimeout(3_000)
                                    .setAllowOriginHeader(true)
                                    .addHeader("Origin", "http://127.0.0.1:" + port)
                                    .addHeader("Cookie", seat.cookie())
                                    .addHeader("User-Agent", "Chrome/142.0"))
                    .onSuccess(open -> open.writeTextMessage(hello()))
                    .onFailure(e -> lost());
        }

        private String hello() {
            synchronized (AgentPages.this) {
                return new JsonObject()
                        .put("type", "hello")
                        .put("lastSeq", lastSeq)
                        .put("browser", seat.user())
                        .put("popups", "allowed")
                        .put("focused", true)
                        .encode();
            }
        }

        private void lost() {
            synchronized (AgentPages.this) {
                ready = false;
                if (!closing) {
                    later(random.nextInt(JITTER_MILLIS << Math.min(tries, 3)));
                    tries++;
                }
            }
        }

        private void later(int millis) {
            vertx.setTimer(Math.max(1, millis), timer -> connect());
        }

        private void hear(ClientWebSocket socket, JsonObject message) {
            synchronized (AgentPages.this) {
                switch (message.getString("type")) {
                    case "open" -> open(socket, message);
                    case "pop" -> listed(message);
                    case "ready" -> {
                        ready = true;
                        tries = 0;
                    }
                    default -> {
                        // nothing that opens
                    }
                }
            }
        }

        private void open(ClientWebSocket socket, JsonObject pop) {
            String id = pop.getString("id");
            lastSeq = Math.max(lastSeq, pop.getLong("seq"));
            Seen one = seen.computeIfAbsent(id, first -> new Seen());
            one.commands++;
            if (opened.put(id, "opened") == null) {
                one.opened++;
            }
            socket.writeTextMessage(
                    new JsonObject()
                            .put("type", "ack")
                            .put("id", id)
                            .put("outcome", "opened")
                            .put("detail", "")
                            .encode());
        }

        private void listed(JsonObject pop) {
            Seen one = seen.computeIfAbsent(pop.getString("id"), first -> new Seen());
            one.missed = "missed".equals(pop.getString("outcome"));
        }
    }

    /** Begins; {@link #ready} counts who is there. */
    public synchronized void connect(List<Seat> seats) {
        for (Seat seat : seats) {
            Page page = new Page(seat);
            pages.add(page);
            vertx.runOnContext(here -> page.connect());
        }
    }

    public synchronized int ready() {
        return (int) pages.stream().filter(page -> page.ready).count();
    }

    /** How many are at the node of this port. */
    public synchronized int readyAt(int port) {
        return (int) pages.stream().filter(page -> page.ready && page.port == port).count();
    }

    /** The network of those at the node of this port breaks for a moment. */
    public synchronized void cut(int port) {
        pages.stream()
                .filter(page -> page.port == port && page.socket != null)
                .forEach(page -> page.socket.close());
    }

    /** What each agent saw of each page, by the device of the agent and the id of the pop. */
    public synchronized Map<String, Map<String, Seen>> seen() {
        Map<String, Map<String, Seen>> all = new LinkedHashMap<>();
        pages.forEach(page -> all.put(page.seat.device(), new LinkedHashMap<>(page.seen)));
        return all;
    }

    public void close() {
        synchronized (this) {
            closing = true;
        }
        client.close();
    }
}
