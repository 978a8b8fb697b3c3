package io.belfry.realtimepush.engineio;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.SessionAnswer;
import io.belfry.core.bus.SessionWord;
import io.belfry.core.bus.SessionWord.Act;
import io.vertx.core.Future;
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
    private final OtherNodes others;
    private final Map<String, Live> sessions = new LinkedHashMap<>();
    private final Seats seats;
    private long refused;
    private long crowded;

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
        this.others = new OtherNodes(vertx, limits, clock, answers);
    }

    /** In a cluster: from here on the other nodes can ask for sessions of this one. */
    public Future<Void> start() {
        if (!vertx.isClustered()) {
            return Future.succeededFuture();
        }
        others.start();
        return Ask.SESSION.answerAsNode(vertx, this::heard).completion();
    }

    public int sessions() {
        return sessions.size();
    }

    /** What was passed on to the node that has the session. */
    public long relayed() {
        return others.relayed();
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
        } else if (sessions.containsKey(sid)) {
            ask(request, sessions.get(sid), socket);
        } else {
            others.nodeOf(sid)
                    .ifPresentOrElse(
                            node -> askElsewhere(request, node, sid, socket),
                            () -> farewell(request, sid));
        }
    }

    private void ask(HttpServerRequest request, Live live, boolean socket) {
        if (socket) {
            live.upgrade(request, answers.to(request));
        } else {
            poll(request, live);
        }
    }

    private void askElsewhere(HttpServerRequest request, String node, String sid, boolean socket) {
        if (socket) {
            others.upgrade(request, node, sid);
        } else {
            others.poll(request, node, sid);
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
        sessions.put(session.sid(), live(session, Optional.of(polling)));
        session.open(polling);
        polling.poll(answers.to(request));
    }

    private void openSocket(HttpServerRequest request, Handshake handshake) {
        String address = address(request);
        request.toWebSocket()
                .onSuccess(
                        socket -> {
                            EngineSession session = session(handshake, address);
                            sessions.put(session.sid(), live(session, Optional.empty()));
                            session.open(WebSocketCarrier.of(socket, session));
                        })
                .onFailure(
                        e -> {
                            seats.free(address);
                            LOG.debug("no websocket: {}", e.getMessage());
                        });
    }

    private Live live(EngineSession session, Optional<PollingCarrier> polling) {
        return new Live(vertx, limits, session, polling);
    }

    private EngineSession session(Handshake handshake, String address) {
        return new EngineSession(others.newSid(), handshake, limits, clock, leaving(address));
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
        Asker asker = answers.to(request);
        Optional<PollingCarrier> polling = live.polling(asker);
        if (polling.isPresent() && request.method() == HttpMethod.GET) {
            polling.get().poll(asker);
        } else if (polling.isPresent() && request.method() == HttpMethod.POST) {
            polling.get().post(request);
        } else if (polling.isPresent()) {
            asker.error(EngineError.BAD_REQUEST, "");
        }
    }

    /** What another node says in the name of a client of ours. */
    private Future<SessionAnswer> heard(SessionWord word) {
        FarAsker asker = new FarAsker();
        Live live = sessions.get(word.sid());
        if (live != null) {
            heard(live, word, asker);
        } else {
            boolean reads = word.act() == Act.POLL || word.act() == Act.NEXT;
            farewell(asker, word.sid(), reads);
        }
        return asker.answer();
    }

    private static void heard(Live live, SessionWord word, Asker asker) {
        String text = word.text();
        switch (word.act()) {
            case POLL -> live.polling(asker).ifPresent(polling -> polling.poll(asker));
            case POST -> live.polling(asker).ifPresent(polling -> polling.take(asker, text));
            case PROBE -> live.probe(asker);
            case MOVED -> live.moved(asker);
            case NEXT -> live.next(asker);
            case PACKET -> live.packet(asker, text);
            case STAY -> {
                live.stay();
                asker.ok();
            }
            case BINARY -> {
                live.session().binary();
                asker.error(EngineError.BAD_REQUEST, "binary packets are not taken");
            }
            case TOO_LARGE -> {
                live.session().tooLarge();
                asker.ok();
            }
            case GONE -> {
                live.session().broke(text);
                asker.ok();
            }
        }
    }

    private void farewell(HttpServerRequest request, String sid) {
        farewell(answers.to(request), sid, request.method() == HttpMethod.GET);
    }

    private void farewell(Asker asker, String sid, boolean reads) {
        Optional<Farewells.Farewell> last = reads ? farewells.take(sid) : Optional.empty();
        last.ifPresentOrElse(
                words -> asker.packets(words.revision(), words.packets()),
                () -> asker.error(EngineError.UNKNOWN_SESSION, ""));
    }

    /** Often enough that a silent client is not kept much longer than it may be. */
    public void tick() {
        Instant now = clock.instant();
        List.copyOf(sessions.values()).forEach(live -> live.session().tick(now));
        farewells.tick(now);
        others.tick();
    }

    public void closeAll(CloseCode code, String why) {
        List.copyOf(sessions.values()).forEach(live -> live.session().close(code, why));
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().host();
    }

    private static String parameter(HttpServerRequest request, String name) {
        String value = request.getParam(name);
        return value == null ? "" : value;
    }
}
