package io.belfry.realtimepush.engineio;

import io.belfry.core.web.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests, opens sessions and knows which are there. All requests of a session must come on
 * the same context, and {@link #tick} too.
 */
public final class EngineServer {
    private static final Logger LOG = LoggerFactory.getLogger(EngineServer.class);

    private final Vertx vertx;
    private final EngineLimits limits;
    private final Clock clock;
    private final OriginRule origins;
    private final SessionHandler handler;
    private final Answers answers;
    private final Farewells farewells;
    private final Map<String, Live> sessions = new LinkedHashMap<>();
    private final Seats seats;
    private long refused;
    private long crowded;

    /** A session and the transport that it began with. */
    private static final class Live {
        private final EngineSession session;
        private final Optional<PollingCarrier> polling;
        private boolean moving;

        Live(EngineSession session, Optional<PollingCarrier> polling) {
            this.session = session;
            this.polling = polling;
        }
    }

    public EngineServer(
            Vertx vertx,
            EngineLimits limits,
            OriginRule origins,
            Clock clock,
            SessionHandler handler) {
        this.vertx = vertx;
        this.limits = limits;
        this.clock = clock;
        this.origins = origins;
        this.handler = handler;
        this.seats = new Seats(limits.ofAddress());
        this.answers = new Answers(origins);
        this.farewells = new Farewells(limits.within(), clock);
    }

    public int sessions() {
        return sessions.size();
    }

    /** Requests for a session that there was no room or no right for. */
    public long refused() {
        return refused;
    }

    /** Requests for a session by an address that had as many as it may. */
    public long crowded() {
        return crowded;
    }

    /** A request to the protocol's path. */
    public void handle(HttpServerRequest request) {
        if (!origins.allows(request)) {
            refused++;
            answers.error(request, EngineError.FORBIDDEN, "this page is not listed");
        } else if (request.method() == HttpMethod.OPTIONS) {
            answers.preflight(request);
        } else {
            String transport = parameter(request, "transport");
            String sid = parameter(request, "sid");
            boolean known =
                    transport.equals(PollingCarrier.NAME)
                            || transport.equals(WebSocketCarrier.NAME);
            if (!known) {
                answers.error(request, EngineError.UNKNOWN_TRANSPORT, "");
            } else if (!request.params().contains("j")) {
                route(request, transport, sid);
            } else {
                String mend = "JSONP is not spoken here; use polling by XHR, or websocket";
                answers.error(request, EngineError.BAD_REQUEST, mend);
            }
        }
    }

    private void route(HttpServerRequest request, String transport, String sid) {
        boolean socket = transport.equals(WebSocketCarrier.NAME);
        if (socket && !isUpgrade(request)) {
            answers.error(request, EngineError.BAD_REQUEST, "no websocket");
        } else if (sid.isEmpty()) {
            open(request, socket);
        } else if (!sessions.containsKey(sid)) {
            farewell(request, sid);
        } else if (socket) {
            upgrade(request, sessions.get(sid));
        } else {
            poll(request, sessions.get(sid));
        }
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private void open(HttpServerRequest request, boolean socket) {
        Optional<Revision> revision = Revision.of(parameter(request, "EIO"));
        if (request.method() != HttpMethod.GET) {
            answers.error(request, EngineError.BAD_METHOD, "");
        } else if (revision.isEmpty()) {
            answers.error(request, EngineError.UNSUPPORTED_REVISION, "");
        } else if (sessions.size() >= limits.sessions()) {
            refused++;
            answers.full(request);
        } else if (!seats.take(address(request))) {
            crowded++;
            answers.crowded(request);
        } else {
            Handshake handshake = Handshake.of(revision.get(), request);
            if (socket) {
                openSocket(request, handshake);
            } else {
                openPolling(request, handshake);
            }
        }
    }

    private void openPolling(HttpServerRequest request, Handshake handshake) {
        EngineSession session = session(handshake, address(request));
        PollingCarrier polling = new PollingCarrier(vertx, session, limits, answers, farewells);
        sessions.put(session.sid(), new Live(session, Optional.of(polling)));
        session.open(polling);
        polling.poll(request);
    }

    private void openSocket(HttpServerRequest request, Handshake handshake) {
        String address = address(request);
        request.toWebSocket()
                .onSuccess(
                        socket -> {
                            EngineSession session = session(handshake, address);
                            sessions.put(session.sid(), new Live(session, Optional.empty()));
                            session.open(WebSocketCarrier.of(socket, session));
                        })
                .onFailure(
                        e -> {
                            seats.free(address);
                            LOG.debug("no websocket: {}", e.getMessage());
                        });
    }

    private EngineSession session(Handshake handshake, String address) {
        return new EngineSession(Tokens.random(), handshake, limits, clock, leaving(address));
    }

    /** Whoever is closed is forgotten at once. */
    private SessionHandler leaving(String address) {
        return new SessionHandler() {
            @Override
            public void opened(EngineSession session) {
                handler.opened(session);
            }

            @Override
            public void message(EngineSession session, String text) {
                handler.message(session, text);
            }

            @Override
            public void drained(EngineSession session) {
                handler.drained(session);
            }

            @Override
            public void closed(EngineSession session, String why) {
                if (sessions.remove(session.sid()) != null) {
                    seats.free(address);
                }
                handler.closed(session, why);
            }
        };
    }

    private void poll(HttpServerRequest request, Live live) {
        boolean there = live.session.transport().equals(PollingCarrier.NAME);
        if (!there || live.polling.isEmpty()) {
            answers.error(request, EngineError.BAD_REQUEST, "the session is on a websocket");
        } else if (request.method() == HttpMethod.GET) {
            live.polling.get().poll(request);
        } else if (request.method() == HttpMethod.POST) {
            live.polling.get().post(request);
        } else {
            answers.error(request, EngineError.BAD_REQUEST, "");
        }
    }

    private void upgrade(HttpServerRequest request, Live live) {
        boolean polls = live.session.transport().equals(PollingCarrier.NAME);
        if (!polls || live.moving) {
            answers.error(request, EngineError.BAD_REQUEST, "the session has moved already");
            return;
        }
        live.moving = true;
        request.toWebSocket()
                .onSuccess(
                        socket ->
                                Upgrade.begin(
                                        vertx,
                                        limits,
                                        live.session,
                                        live.polling.get(),
                                        socket,
                                        () -> live.moving = false))
                .onFailure(e -> live.moving = false);
    }

    private void farewell(HttpServerRequest request, String sid) {
        Optional<Farewells.Farewell> last =
                request.method() == HttpMethod.GET ? farewells.take(sid) : Optional.empty();
        last.ifPresentOrElse(
                words -> answers.packets(request, words.revision(), words.packets()),
                () -> answers.error(request, EngineError.UNKNOWN_SESSION, ""));
    }

    /** Often enough that a silent client is not kept much longer than it may be. */
    public void tick() {
        Instant now = clock.instant();
        List.copyOf(sessions.values()).forEach(live -> live.session.tick(now));
        farewells.tick(now);
    }

    public void closeAll(CloseCode code, String why) {
        List.copyOf(sessions.values()).forEach(live -> live.session.close(code, why));
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().host();
    }

    private static String parameter(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        return value == null ? "" : value;
    }
}
