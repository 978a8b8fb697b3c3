package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStates;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Recording;
import io.belfry.core.bus.RecordingQuery;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.EventLogger;
import io.belfry.core.store.TraceStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Bearers;
import io.belfry.core.web.Browser;
import io.belfry.core.web.Grant;
import io.belfry.core.web.KeptAnswers;
import io.belfry.core.web.LiveLabels;
import io.belfry.core.web.Principal;
import io.belfry.core.web.RestServices;
import io.belfry.core.web.Role;
import io.belfry.core.web.Scope;
import io.belfry.core.web.ServerLimits;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.SiteConfig;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * The module on a real server with a database in memory. Settings and PBX states are answered by
 * the house itself; everything else comes over the bus as it does from the other modules.
 *
 * <p>Three accounts can enter: {@code admin}, {@code sales} and {@code support}, supervisors of the
 * queue of their name.
 */
final class House implements AutoCloseable {
    static final String TOKEN = "a-token-that-is-long-enough";

    private static final Map<String, Principal> PEOPLE =
            Map.of(
                    "admin", Principal.staff("admin", "Ada Admin", Role.ADMIN, List.of()),
                    "sales",
                            Principal.staff(
                                    "sales", "Sam Sales", Role.SUPERVISOR, List.of("Sales")),
                    "support",
                            Principal.staff(
                                    "support", "Sue Support", Role.SUPERVISOR, List.of("Support")),
                    "nobody", Principal.staff("nobody", "Noel", Role.SUPERVISOR, List.of()));

    final Vertx vertx = Vertx.vertx();
    final Database database;
    final Sessions sessions;
    final Site site;
    final int port;
    final Map<String, Principal> tokens = new ConcurrentHashMap<>();
    final List<RealtimeRow> published = new CopyOnWriteArrayList<>();

    /** Recordings take until then. */
    volatile Future<?> busy = Future.succeededFuture();

    final List<RecordingQuery> recordings = new CopyOnWriteArrayList<>();

    private final String name;
    private final CallStore calls;
    private final TraceStore traces;
    private final EventLog eventLog;
    private HttpServer server;
    private String push;
    private volatile Configuration settings = SomeCalls.SETTINGS;
    private volatile List<PbxState> pbxs = List.of();

    House() {
        this(RealtimeLimits.defaults());
    }

    House(RealtimeLimits limits) {
        this(limits, "rt" + UUID.randomUUID());
    }

    private House(RealtimeLimits limits, String name) {
        RecordCodec.register(vertx);
        this.name = name;
        database = await(Database.open(vertx, DatabaseConfig.inMemory(name)));
        calls = new CallStore(vertx, database);
        traces = new TraceStore(vertx, database);
        SiteConfig config = SiteConfig.defaults().withApiToken(TOKEN).withRate(1_000_000);
        sessions = new Sessions(vertx, database, config, Clock.systemUTC());
        await(sessions.start());
        Bearers bearers = secret -> Future.succeededFuture(Optional.ofNullable(tokens.get(secret)));
        site =
                new Site(
                        vertx,
                        sessions,
                        new Views(vertx, "realtime-push"),
                        config,
                        new RestServices(bearers, KeptAnswers.NONE));
        Ask.CONFIG.answer(vertx, question -> Future.succeededFuture(settings));
        Ask.RECORDING.answer(
                vertx,
                query -> {
                    recordings.add(query);
                    boolean there = query.uniqueid().equals("1.1");
                    return busy.map(done -> new Recording(there ? "Event: \u00ff\r\n" : ""));
                });
        Ask.PBX_STATES.answer(vertx, question -> Future.succeededFuture(new PbxStates(pbxs)));
        Topic.ROWS.subscribe(vertx, published::add);
        site.post("/enter/:who", Access.PUBLIC, this::enter);
        site.get("/enter/:who", Access.PUBLIC, this::enter);
        new LiveLabels(vertx, Clock.systemUTC()).mount(site);
        eventLog = new EventLog(vertx, database);
        await(vertx.deployVerticle(new EventLogger(eventLog, Clock.systemUTC())));
        deploy(limits);
        server = listen(0);
        port = server.actualPort();
    }

    private HttpServer listen(int at) {
        return await(
                ServerLimits.serve(
                                vertx,
                                vertx.createHttpServer(ServerLimits.options()),
                                site.router())
                        .listen(at, "127.0.0.1"));
    }

    /** The server goes away, and comes back where it was. */
    void stopListening() {
        await(server.close());
    }

    void listenAgain() {
        server = listen(port);
    }

    private void deploy(RealtimeLimits limits) {
        RealtimePush realtime = new RealtimePush(database, limits, Clock.systemUTC());
        push = await(vertx.deployVerticle(realtime));
        realtime.mount(site);
    }

    private void enter(io.vertx.ext.web.RoutingContext rc) {
        site.logIn(rc, PEOPLE.get(rc.pathParam("who")))
                .onSuccess(session -> rc.end(session.key()))
                .onFailure(rc::fail);
    }

    /** Somebody who has just logged in; answers are JSON. */
    Browser as(String who) {
        Browser browser = new Browser(port).with("Accept", "application/json");
        browser.form("/enter/" + who, "x=1");
        return browser;
    }

    /** The session cookie of somebody who has just logged in. */
    String cookie(String who) {
        return as(who).cookie("belfry_session").orElseThrow();
    }

    /** Makes a token, by its name as its secret. */
    void token(String name, List<String> queues, Set<CallEvent.Kind> events, Instant expires) {
        Grant grant = new Grant("id-" + name, Set.of(Scope.READ, Scope.PUSH), events, expires);
        tokens.put(name, Principal.program(name, queues, grant));
    }

    /** A program with a token that was made. */
    Browser program(String token) {
        return new Browser(port)
                .with("Accept", "application/json")
                .with("Authorization", "Bearer " + token);
    }

    /** A program with the configured token. */
    Browser program() {
        return new Browser(port)
                .with("Accept", "application/json")
                .with("Authorization", "Bearer " + TOKEN);
    }

    void settings(Configuration now) {
        settings = now;
    }

    void pbx(PbxState state) {
        pbxs = List.of(state);
        Topic.PBX_STATES.publish(vertx, state);
    }

    RealtimeRow push(String integration, String id, String reference, JsonObject channel) {
        return push(new RowRequest(id, Instant.now(), integration, channel, reference, ""));
    }

    RealtimeRow push(RowRequest request) {
        return await(Ask.PUSH_ROW.put(vertx, request));
    }

    /** The PBX tells of a call; what listens to calls and steps in the whole house is done here. */
    void happens(CallEvent event) {
        Topic.CALLS.publish(vertx, event);
        calls.record(event);
        await(calls.flushed());
    }

    /** The PBX tells, and nobody waits until it is written. */
    void tell(CallEvent event) {
        Topic.CALLS.publish(vertx, event);
    }

    void forgetEventsBefore(long number) {
        await(
                database.update(
                        "delete from event_log where id < #{number}", Map.of("number", number)));
    }

    void endSessionsOf(String user) {
        Topic.SESSIONS_ENDED.publish(vertx, new SessionEnded(user, ""));
    }

    /** Asks again until it is so. */
    void until(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came true");
            }
            await(vertx.timer(20));
        }
    }

    /** So many were told and are in the log. */
    void untilLogged(long number) {
        until(
                () ->
                        await(eventLog.newest())
                                .filter(each -> each.position().number() >= number)
                                .isPresent());
    }

    /** The engine tells what the rule "Pop" of "Acme CRM" said. */
    void tells(String call, String verdict, String text) {
        Map<String, String> data =
                Map.of(
                        "integration",
                        "Acme CRM",
                        "rule",
                        "Pop",
                        "verdict",
                        verdict,
                        "field",
                        "queue");
        tells(call, TraceLine.Step.RULE, text, data);
    }

    void tells(String call, TraceLine.Step step, String text, Map<String, String> data) {
        tells(new TraceLine(call, Instant.now(), step, text, data));
    }

    void tells(TraceLine line) {
        Topic.TRACE.publish(vertx, line);
        traces.add(line);
        await(traces.flushed());
    }

    /** Another server on the same database. */
    House restarted() {
        return new House(RealtimeLimits.defaults(), name);
    }

    /** What has been written is in the database afterwards. */
    void stopModule() {
        if (vertx.deploymentIDs().contains(push)) {
            await(vertx.undeploy(push));
        }
    }

    @Override
    public void close() {
        await(server.close());
        stopModule();
        await(database.close());
        await(vertx.close());
    }
}
