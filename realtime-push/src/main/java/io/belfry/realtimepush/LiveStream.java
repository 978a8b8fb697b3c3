package io.belfry.realtimepush;

import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live stream of rows and stories to browsers: a websocket at {@code /realtime/stream}, opened
 * only by our own pages with a living session. Who may see what is decided here, never in the
 * browser. Listeners are bounded in number; who comes too late is told so.
 */
final class LiveStream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    /** Four messages a second at most for each listener. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);
    private static final int MESSAGES_PER_MINUTE = 300;

    private static final short POLICY = 1008;

    /** Ours: the session is over or has other rights; come back and ask again. */
    private static final short SESSION_ENDED = 4401;

    private final Vertx vertx;
    private final Context context;
    private final LiveTable table;
    private final CallAccess calls;
    private final RealtimeLimits limits;
    private final Clock clock;
    private final FarStories elsewhere;
    private final Map<ServerWebSocket, Listener> listeners = new LinkedHashMap<>();
    private long refused;

    LiveStream(Vertx vertx, LiveTable table, CallAccess calls, RealtimeLimits limits, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.table = table;
        this.calls = calls;
        this.limits = limits;
        this.clock = clock;
        this.elsewhere = new FarStories(vertx, calls::recentSteps, clock);
    }

    void start() {
        vertx.setPeriodic(TICK.toMillis(), timer -> tick());
        Topic.TRACE.subscribeHere(vertx, this::traced);
        elsewhere.start(this::watched, this::traced);
        Topic.SESSIONS_ENDED.subscribe(vertx, this::ended);
    }

    int listeners() {
        return listeners.size();
    }

    long refused() {
        return refused;
    }

    /** The route's handler, on the event loop of the server. */
    void open(Site site, RoutingContext rc) {
        if (!site.isOwnOrigin(rc.request())) {
            throw Problem.forbidden("The live stream is for Belfry's own pages.");
        }
        Principal who = Site.principal(rc);
        rc.request().toWebSocket().onSuccess(socket -> join(site, socket, who)).onFailure(rc::fail);
    }

    /** Handlers must be there before the first message is; all they do is hand over. */
    private void join(Site site, ServerWebSocket socket, Principal who) {
        socket.textMessageHandler(text -> onContext(() -> heard(socket, text)));
        socket.binaryMessageHandler(data -> socket.close(POLICY, "text only"));
        socket.exceptionHandler(e -> LOG.debug("live stream of {}: {}", who.user(), e.toString()));
        socket.closeHandler(closed -> onContext(() -> left(socket)));
        onContext(() -> admit(site, socket, who));
    }

    private void admit(Site site, ServerWebSocket socket, Principal who) {
        long ofUser =
                listeners.values().stream()
                        .filter(each -> each.who().user().equals(who.user()))
                        .count();
        if (listeners.size() >= limits.listeners()) {
            refuse(socket, "full", limits.listeners());
        } else if (ofUser >= limits.listenersPerUser()) {
            refuse(socket, "toomany", limits.listenersPerUser());
        } else if (!socket.isClosed()) {
            LiveClient client = new LiveClient(new Wire(socket), new Sight(who), table);
            long timer = vertx.setPeriodic(SIGN_OF_LIFE.toMillis(), t -> touch(site, socket, who));
            listeners.put(socket, new Listener(client, who, timer));
        }
    }

    private void refuse(ServerWebSocket socket, String reason, int limit) {
        refused++;
        LOG.warn("live stream refused ({}): the limit is {}", reason, limit);
        Wire wire = new Wire(socket);
        wire.send(LiveMessage.refused(clock.instant(), reason, limit));
        wire.close(LiveClient.TRY_AGAIN_LATER, reason);
    }

    private void touch(Site site, ServerWebSocket socket, Principal who) {
        listeners.computeIfPresent(socket, (key, each) -> each.withCleanSlate());
        site.sessions()
                .touch(who.session())
                .onSuccess(
                        lives -> {
                            if (!lives) {
                                new Wire(socket).close(SESSION_ENDED, "session ended");
                            }
                        });
    }

    private void left(ServerWebSocket socket) {
        Listener listener = listeners.remove(socket);
        if (listener != null) {
            vertx.cancelTimer(listener.timer());
        }
    }

    private void heard(ServerWebSocket socket, String text) {
        Listener listener = listeners.get(socket);
        if (listener == null) {
            return;
        }
        if (++listener.messages[0] > MESSAGES_PER_MINUTE) {
            new Wire(socket).close(POLICY, "too many messages");
            return;
        }
        LiveRequest.of(text)
                .ifPresentOrElse(
                        request -> answer(listener.client(), request),
                        () -> new Wire(socket).close(POLICY, "not understood"));
    }

    private void answer(LiveClient client, LiveRequest request) {
        if (request instanceof LiveRequest.Hello hello) {
            client.wantsRows(hello.filter());
            client.tick(clock.instant());
        } else if (request instanceof LiveRequest.Watch watch) {
            watch(client, watch.call());
        }
    }

    private void watch(LiveClient client, String call) {
        client.watches("");
        if (call.isEmpty()) {
            return;
        }
        calls.maySee(client.sight(), call)
                .onSuccess(
                        may -> {
                            if (may) {
                                client.watches(call);
                                elsewhere.follow(call);
                                calls.recentSteps(call).forEach(client::stepTaken);
                            }
                        })
                .onFailure(e -> LOG.warn("story can not be followed: {}", e.getMessage()));
    }

    private Set<String> watched() {
        return listeners.values().stream()
                .map(each -> each.client().watched())
                .filter(call -> !call.isEmpty())
                .collect(Collectors.toSet());
    }

    private void traced(TraceLine line) {
        listeners.values().forEach(each -> each.client().stepTaken(line));
    }

    private void ended(SessionEnded ended) {
        List<ServerWebSocket> over =
                listeners.entrySet().stream()
                        .filter(each -> each.getValue().isOf(ended))
                        .map(Map.Entry::getKey)
                        .toList();
        over.forEach(socket -> new Wire(socket).close(SESSION_ENDED, "session ended"));
    }

    private void tick() {
        Instant now = clock.instant();
        if (table.pbxLights().haveNews(now)) {
            listeners.values().forEach(each -> each.client().lightsChanged());
        }
        // a tick may send somebody away
        List.copyOf(listeners.values()).forEach(each -> each.client().tick(now));
    }

    private void onContext(Runnable work) {
        context.runOnContext(here -> work.run());
    }

    /**
     * @param timer asks now and then whether the session still lives
     * @param messages how many he sent in the running minute
     */
    private record Listener(LiveClient client, Principal who, long timer, int[] messages) {
        Listener(LiveClient client, Principal who, long timer) {
            this(client, who, timer, new int[1]);
        }

        boolean isOf(SessionEnded ended) {
            return ended.session().isEmpty()
                    ? who.user().equals(ended.user())
                    : who.session().equals(ended.session());
        }

        Listener withCleanSlate() {
            messages[0] = 0;
            return this;
        }
    }

    /**
     * A socket may close at any moment, on its own thread. Whoever is sent away counts no more,
     * however long his browser takes to notice.
     */
    private final class Wire implements LiveClient.Wire {
        private final ServerWebSocket socket;

        Wire(ServerWebSocket socket) {
            this.socket = socket;
        }

        @Override
        public boolean isFull() {
            return onOpen(socket::writeQueueFull, false);
        }

        @Override
        public void send(String message) {
            onOpen(() -> socket.writeTextMessage(message), Future.succeededFuture());
        }

        @Override
        public void close(short code, String reason) {
            left(socket);
            onOpen(() -> socket.close(code, reason), Future.succeededFuture());
        }

        private <T> T onOpen(Supplier<T> work, T otherwise) {
            try {
                return socket.isClosed() ? otherwise : work.get();
            } catch (IllegalStateException e) {
                return otherwise;
            }
        }
    }
}
