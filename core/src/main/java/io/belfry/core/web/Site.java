package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one web server that all modules share. A module mounts its routes here and says with each who
 * may use it; whoever comes to a handler has been identified, may be there, and did not come from
 * another site's page. Handlers run on the event loop of the server.
 */
public final class Site {
    /** Bodies larger than this are refused with 413. */
    public static final long MAX_BODY = 1024 * 1024;

    /** A request that is not answered by then, or whose body is not there by then, is given up. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** Below it lives the interface for programs. */
    public static final String REST = "/api/v1/";

    private static final String SITE = "belfry.site";

    private final Vertx vertx;
    private final Patience patience;
    private final Sessions sessions;
    private final Views views;
    private final SessionCookies cookies;
    private final Origins origins;
    private final BearerDoor bearers;
    private final Guard guard;
    private final Idempotency idempotency;
    private final SecurityHeaders headers;
    private final BodyHandler bodies;
    private final Router routes;
    private final List<DeclaredRoute> declared = new CopyOnWriteArrayList<>();

    public Site(Vertx vertx, Sessions sessions, Views views, SiteConfig config) {
        this(vertx, sessions, views, config, RestServices.NONE);
    }

    public Site(Vertx vertx, Sessions sessions, Views views, SiteConfig config, RestServices rest) {
        this(vertx, sessions, views, config, rest, ANSWER_WITHIN);
    }

    Site(
            Vertx vertx,
            Sessions sessions,
            Views views,
            SiteConfig config,
            RestServices rest,
            Duration answerWithin) {
        this.patience = new Patience(vertx, answerWithin, sessions::databaseOverdue);
        this.vertx = vertx;
        this.sessions = sessions;
        this.views = views;
        this.cookies = new SessionCookies(config.secure());
        this.origins = new Origins(config);
        this.bearers = new BearerDoor(rest.bearers(), config);
        this.guard = new Guard(sessions, cookies, origins, bearers);
        this.idempotency = new Idempotency(rest.answers());
        this.headers = new SecurityHeaders(config.secure());
        this.bodies = BodyHandler.create(false).setBodyLimit(MAX_BODY);
        this.routes = Router.router(vertx);
        Failures failures = new Failures(views);
        routes.route().handler(this::enter).failureHandler(failures::handle);
        // a request that no route wants has no failing route whose handler could answer
        IntStream.range(400, 600).forEach(status -> routes.errorHandler(status, failures::handle));
        mount(HttpMethod.GET, "/static/*", Access.PUBLIC.andTokens(), views.assets()::serve);
        post("/preferences", Access.PUBLIC, rc -> Preferences.save(rc, config.secure()));
    }

    /** Also answers HEAD; a handler that streams should end at once when that is the method. */
    public Route get(String path, Access access, Handler<RoutingContext> handler) {
        return get(path, access.andTokens(), handler);
    }

    public Route post(String path, Access access, Handler<RoutingContext> handler) {
        return post(path, access.andTokens(), handler);
    }

    public Route put(String path, Access access, Handler<RoutingContext> handler) {
        return put(path, access.andTokens(), handler);
    }

    public Route delete(String path, Access access, Handler<RoutingContext> handler) {
        return delete(path, access.andTokens(), handler);
    }

    /** A route for programs says also which scopes open it; below {@link #REST} all do. */
    public Route get(String path, Permit permit, Handler<RoutingContext> handler) {
        return mount(HttpMethod.GET, path, permit, handler);
    }

    /** There, a request with an {@code Idempotency-Key} comes to the handler once. */
    public Route post(String path, Permit permit, Handler<RoutingContext> handler) {
        return mount(HttpMethod.POST, path, permit, handler);
    }

    public Route put(String path, Permit permit, Handler<RoutingContext> handler) {
        return mount(HttpMethod.PUT, path, permit, handler);
    }

    public Route delete(String path, Permit permit, Handler<RoutingContext> handler) {
        return mount(HttpMethod.DELETE, path, permit, handler);
    }

    /**
     * For the HTTP server. What is added to this router itself is never reached: routes are mounted
     * with their access or not at all.
     */
    public Router router() {
        Router door = Router.router(vertx);
        door.route().handler(rc -> routes.handle(rc.request()));
        return door;
    }

    /** Everything that is mounted, in its order. */
    public List<DeclaredRoute> routes() {
        return List.copyOf(declared);
    }

    public Views views() {
        return views;
    }

    public Sessions sessions() {
        return sessions;
    }

    /**
     * Whether somebody who came in some time ago would still come in: a sign of life of an open
     * stream or socket.
     */
    public Future<Boolean> stillThere(Principal who) {
        return guard.stillThere(who);
    }

    /**
     * A ticket that opens one socket of this agent, from a page that may show his calls, within a
     * minute, at any node.
     *
     * @param issuer who asked for it; the socket ends with his token or session
     */
    public Future<String> ticket(Principal agent, Principal issuer) {
        return sessions.tickets().issue(agent.by(issuer.grant()));
    }

    /** Whether the configuration has a token, {@code api.token}. */
    public boolean hasConfiguredToken() {
        return bearers.hasConfigured();
    }

    /**
     * Who is asking.
     *
     * @throws IllegalStateException on a PUBLIC route when nobody is logged in
     */
    public static Principal principal(RoutingContext rc) {
        return findPrincipal(rc)
                .orElseThrow(() -> new IllegalStateException("nobody is logged in here"));
    }

    public static Optional<Principal> findPrincipal(RoutingContext rc) {
        return Optional.ofNullable(rc.get(Guard.PRINCIPAL));
    }

    /** For the hidden field {@code _csrf}; empty when nobody is logged in. */
    public static String csrf(RoutingContext rc) {
        return rc.get(Guard.CSRF, "");
    }

    /** Of the content security policy of this answer. */
    public static String nonce(RoutingContext rc) {
        return rc.get(SecurityHeaders.NONCE, "");
    }

    /** Where the request comes from, for log-in limits and the audit. */
    public static String address(RoutingContext rc) {
        return rc.request().remoteAddress() == null ? "" : rc.request().remoteAddress().host();
    }

    /** Lets this answer show other people's pages in frames: the agents' page. */
    public static void allowFrames(RoutingContext rc) {
        SecurityHeaders.allowFrames(rc);
    }

    /** Whether the request says that one of our own pages made it; silence is a no. */
    public boolean isOwnOrigin(HttpServerRequest request) {
        return origins.isOwn(request);
    }

    /**
     * Whether somebody has been answered already, perhaps that it takes too long, or has gone: what
     * is known now is too late for him.
     */
    public static boolean isAnswered(RoutingContext rc) {
        HttpServerResponse response = rc.response();
        return response.headWritten() || response.ended() || response.closed();
    }

    /** The status of an answer that is not given yet; who has been answered is let alone. */
    public static void status(RoutingContext rc, int status) {
        if (!isAnswered(rc)) {
            rc.response().setStatusCode(status);
        }
    }

    /** A header of an answer that is not given yet; who has been answered is let alone. */
    public static void header(RoutingContext rc, String name, String value) {
        if (!isAnswered(rc)) {
            rc.response().putHeader(name, value);
        }
    }

    /**
     * What comes now takes long for other reasons than the database, like a test of a PBX: that the
     * database is slow with somebody does not cut it short. The limit for all answers stays.
     */
    public static void takesLong(RoutingContext rc) {
        Patience.takesLong(rc);
    }

    /** On to another page of ours, after a form. */
    public static void redirect(RoutingContext rc, String path) {
        if (!isAnswered(rc)) {
            rc.response().setStatusCode(303).putHeader("Location", path).end();
        }
    }

    /**
     * Logs in whoever has just shown his password: always a new session and a new cookie; what the
     * browser had before is over.
     */
    public Future<Session> logIn(RoutingContext rc, Principal who) {
        Sessions.Kind kind = Sessions.Kind.of(who.role());
        return endCurrent(rc, kind)
                .compose(done -> sessions.create(who, address(rc)))
                .map(
                        opened -> {
                            cookies.set(rc, kind, opened.token());
                            return opened.session();
                        });
    }

    /** Ends the session of this browser, if there is one, and takes its cookie away. */
    public Future<Void> logOut(RoutingContext rc, Sessions.Kind kind) {
        Future<Void> ended = endCurrent(rc, kind);
        // not before: request and answer share their cookies, and a cleared one names no session
        cookies.clear(rc, kind);
        return ended;
    }

    static List<DeclaredRoute> routesOf(RoutingContext rc) {
        Site site = rc.get(SITE);
        return site == null ? List.of() : site.routes();
    }

    /** What can be done at this path, for the header Allow. */
    static String methodsOf(RoutingContext rc) {
        return routesOf(rc).stream()
                .filter(route -> route.isAt(rc.normalizedPath()))
                .map(DeclaredRoute::method)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Future<Void> endCurrent(RoutingContext rc, Sessions.Kind kind) {
        String token = cookies.read(rc, kind);
        return token.isEmpty() ? Future.succeededFuture() : sessions.end(Tokens.hash(token));
    }

    private Route mount(
            HttpMethod method, String path, Permit permit, Handler<RoutingContext> handler) {
        Objects.requireNonNull(permit, () -> "who may use " + path + "?");
        Route route = routes.route(method, path);
        if (method == HttpMethod.GET) {
            route.method(HttpMethod.HEAD);
        }
        declared.add(new DeclaredRoute(method.name(), path, permit));
        route.handler(rc -> guard.admit(rc, permit));
        if (method != HttpMethod.GET) {
            route.handler(bodies::handle).handler(rc -> guard.checkToken(rc, permit.access()));
        }
        if (method == HttpMethod.POST && path.startsWith(REST)) {
            route.handler(idempotency::admit);
        }
        return route.handler(handler);
    }

    private void enter(RoutingContext rc) {
        rc.put(SITE, this);
        headers.add(rc);
        if (!origins.isOurHost(rc.request())) {
            rc.fail(421);
            return;
        }
        patience.limit(rc);
        rc.next();
    }
}
