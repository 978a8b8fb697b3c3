package io.belfry.realtimepush.programs;

import io.belfry.core.command.Commands;
import io.belfry.core.store.EventLog;
import io.belfry.core.web.ServerLimits;
import io.belfry.realtimepush.engineio.CloseCode;
import io.belfry.realtimepush.engineio.EngineServer;
import io.belfry.realtimepush.engineio.OriginRule;
import io.belfry.realtimepush.engineio.SteadyClock;
import io.belfry.realtimepush.feed.EventFeed;
import io.belfry.realtimepush.socketio.SocketServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of other people's programs: socket.io as clients of 1.x to 4.x speak it, with the
 * original's names. All of it runs on one event loop.
 */
public final class Programs extends VerticleBase {
    /** What is said to who comes without knowing the protocol. */
    public static final String GREETING = "Programs connect here with socket.io";

    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    private static final String PATH = "/socket.io";
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LOOK_AT_TOKENS = Duration.ofMinutes(1);

    /** A packet may hold letters of several bytes. */
    private static final int BYTES_OF_A_LETTER = 4;

    private final EventLog log;
    private final ProgramLogins logins;
    private final ProgramsOptions options;
    private final ProgramLimits limits;
    private final Clock clock;
    private final Clock steady;
    private final Counters counters = new Counters();
    private EngineServer engine;
    private SocketServer sockets;
    private ProgramDesk desk;
    private Optional<Integer> port = Optional.empty();
    private Optional<Integer> tlsPort = Optional.empty();
    private volatile ProgramFigures figures = ProgramFigures.NONE;

    public Programs(
            EventLog log,
            ProgramLogins logins,
            ProgramsOptions options,
            ProgramLimits limits,
            Clock clock) {
        this(log, logins, options, limits, clock, SteadyClock.since(clock));
    }

    /**
     * @param steady by which a program is silent or late
     */
    Programs(
            EventLog log,
            ProgramLogins logins,
            ProgramsOptions options,
            ProgramLimits limits,
            Clock clock,
            Clock steady) {
        this.log = log;
        this.logins = logins;
        this.options = options;
        this.limits = limits;
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * A port that is taken is a warning: everything else goes on without it. What was configured
     * wrongly fails with a {@link PortProblem}.
     */
    @Override
    public Future<?> start() {
        Memory memory = new Memory();
        Surroundings surroundings = new Surroundings(vertx, clock);
        EventFeed feed = new EventFeed(vertx, log);
        desk =
                new ProgramDesk(
                        new Admission(logins, memory, clock),
                        feed,
                        new ProgramCommands(
                                new Commands(vertx, clock), surroundings, limits, counters, clock),
                        memory,
                        limits,
                        counters,
                        clock);
        sockets = new SocketServer(desk, limits.connectWithin(), steady);
        engine =
                new EngineServer(
                        vertx, limits.engine(), new OriginRule(options.origins()), steady, sockets);
        surroundings.start();
        logins.onRevoked(id -> context.runOnContext(here -> desk.revoked(id)));
        vertx.setPeriodic(TICK.toMillis(), timer -> tick());
        vertx.setPeriodic(LOOK_AT_TOKENS.toMillis(), timer -> lookAtTokens());
        return feed.start()
                .compose(done -> engine.start())
                .compose(done -> listenPlain())
                .compose(done -> listenTls());
    }

    @Override
    public Future<?> stop() {
        engine.closeAll(CloseCode.GOING_AWAY, "the server stops");
        return Future.succeededFuture();
    }

    /** Where it listens without encryption; empty when it does not. */
    public Optional<Integer> port() {
        return port;
    }

    public Optional<Integer> tlsPort() {
        return tlsPort;
    }

    /** From any thread; not older than a moment. */
    public ProgramFigures figures() {
        return figures;
    }

    private Future<Void> listenPlain() {
        return options.port() == ProgramsOptions.OFF
                ? Future.succeededFuture()
                : listen(options.open(), ProgramsOptions.PORT)
                        .onSuccess(listening -> port = listening)
                        .mapEmpty();
    }

    private Future<Void> listenTls() {
        if (options.tlsPort() == ProgramsOptions.OFF || options.tlsCert().isEmpty()) {
            return Future.succeededFuture();
        }
        HttpServerOptions encrypted = options.encrypted();
        return CertificateCheck.of(vertx, encrypted.getKeyCertOptions())
                .recover(e -> Future.failedFuture(new PortProblem(ProgramsOptions.TLS_PORT, e)))
                .compose(good -> listen(encrypted, ProgramsOptions.TLS_PORT))
                .onSuccess(listening -> tlsPort = listening)
                .mapEmpty();
    }

    private HttpServerOptions sized(HttpServerOptions at) {
        int largest = BYTES_OF_A_LETTER * limits.engine().payload();
        return at.setMaxWebSocketFrameSize(largest)
                .setMaxWebSocketMessageSize(largest)
                // events are small, and a thousand times the same: not worth a thousand times the
                // work
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    private Future<Optional<Integer>> listen(HttpServerOptions at, String key) {
        return ServerLimits.serve(vertx, vertx.createHttpServer(sized(at)), this::request)
                .listen()
                .map(
                        server -> {
                            LOG.info("Programs: {}:{}", at.getHost(), server.actualPort());
                            return Optional.of(server.actualPort());
                        })
                .recover(e -> noPort(at, key, e));
    }

    private static Future<Optional<Integer>> noPort(HttpServerOptions at, String key, Throwable e) {
        if (!PortProblem.isTaken(e)) {
            return Future.failedFuture(new PortProblem(key, e));
        }
        LOG.warn(
                "Programs can not connect at {}:{} ({}): {}",
                at.getHost(),
                at.getPort(),
                key,
                e.getMessage());
        return Future.succeededFuture(Optional.empty());
    }

    private void request(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.equals(PATH) || path.equals(PATH + "/")) {
            engine.handle(request);
        } else {
            request.response()
                    .setStatusCode(404)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(GREETING + " 1.x to 4.x, path /socket.io/\n");
        }
    }

    private void tick() {
        engine.tick();
        sockets.tick();
        desk.tick();
        figures =
                new ProgramFigures(
                        engine.sessions(),
                        desk.programs(),
                        counters.events,
                        counters.lost,
                        counters.slowClosed,
                        counters.commands,
                        counters.refusedCommands,
                        counters.refusedLogins,
                        engine.refused(),
                        engine.crowded(),
                        engine.relayed());
    }

    /** A token may end without anybody revoking it. */
    private void lookAtTokens() {
        for (String token : desk.tokens()) {
            logins.of(token)
                    .onSuccess(
                            found -> {
                                if (found.isEmpty()) {
                                    desk.tokenEnded(token);
                                }
                            })
                    .onFailure(e -> LOG.debug("a token can not be looked at: {}", e.getMessage()));
        }
    }
}
