package io.belfry.core.web;

import static io.belfry.core.web.Await.await;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A server with a few routes of each access, on a port of its own. */
final class TestSite implements AutoCloseable {
    static final String TOKEN = "a-token-that-is-long-enough";

    final Vertx vertx = Vertx.vertx(new VertxOptions());
    final FakeClock clock = new FakeClock();
    final Map<String, Principal> tokens = new ConcurrentHashMap<>();
    final Database database;
    final Sessions sessions;
    final Site site;
    final HttpServer server;

    TestSite() {
        this(SiteConfig.defaults().withApiToken(TOKEN), site -> {});
    }

    TestSite(SiteConfig config, Consumer<Site> more) {
        this(config, Site.ANSWER_WITHIN, more);
    }

    TestSite(SiteConfig config, Duration answerWithin, Consumer<Site> more) {
        this(DatabaseConfig.inMemory("t" + UUID.randomUUID()), config, answerWithin, more);
    }

    TestSite(DatabaseConfig data, SiteConfig config, Duration answerWithin, Consumer<Site> more) {
        RecordCodec.register(vertx);
        database = await(Database.open(vertx, data));
        sessions = new Sessions(vertx, database, config, clock, clock::nanoTime);
        await(sessions.start());
        site = new Site(vertx, sessions, new Views(vertx), config, rest(), answerWithin);
        mount();
        more.accept(site);
        server =
                await(
                        ServerLimits.serve(
                                        vertx,
                                        vertx.createHttpServer(ServerLimits.options()),
                                        site.router())
                                .listen(0, "127.0.0.1"));
    }

    private RestServices rest() {
        return new RestServices(
                secret -> Future.succeededFuture(Optional.ofNullable(tokens.get(secret))),
                new AnswerRows(database, clock));
    }

    private void mount() {
        site.get("/", Access.SUPERVISOR, rc -> page(rc, "Overview", "overview"));
        site.get("/settings/agents", Access.ADMIN, rc -> page(rc, "Agents", "settings.agents"));
        site.get("/bare", Access.PUBLIC, rc -> site.views().show(rc, "sample-bare", Map.of()));
        for (Access access : Access.values()) {
            String base = access == Access.AGENT ? "/agent/thing" : "/" + access + "/thing";
            site.get(base, access, rc -> rc.end("read"));
            site.post(base, access, rc -> rc.end("posted"));
            site.put(base, access, rc -> rc.end("put"));
            site.delete(base, access, rc -> rc.end("deleted"));
        }
        site.get("/csrf", Access.PUBLIC, rc -> rc.end(Site.csrf(rc)));
        site.get("/agent/csrf", Access.PUBLIC, rc -> rc.end(Site.csrf(rc)));
        site.get("/socket", Access.SUPERVISOR, TestSite::greet);
        site.get(
                "/api/v1/thing",
                Access.SUPERVISOR.andTokens(Scope.READ),
                rc -> Rest.json(rc, 200, Map.of("a", 1)));
        site.get(
                "/fails",
                Access.PUBLIC,
                rc -> {
                    throw new IllegalStateException("internals at /srv/secret");
                });
        site.get(
                "/api/v1/fails",
                Access.PUBLIC,
                rc -> rc.fail(new IllegalStateException("internals")));
        site.get("/problem", Access.PUBLIC, rc -> rc.fail(Problem.conflict("Anna was faster.")));
        site.get("/bad-page", Access.PUBLIC, rc -> site.views().show(rc, "no-such-page", Map.of()));
        site.get("/silent", Access.PUBLIC, rc -> {});
        site.get(
                "/say/:key",
                Access.PUBLIC,
                rc -> {
                    Flash.good(rc, rc.pathParam("key"), "<b>3</b>");
                    rc.redirect("/bare");
                });
        site.post(
                "/api/v1/echo",
                Access.ADMIN.andTokens(Scope.PUSH, Scope.SETTINGS),
                Rest.withBody((rc, body) -> Rest.json(rc, 200, body)));
        site.post("/enter/:role", Access.PUBLIC, this::enter);
        site.post(
                "/leave",
                Access.SUPERVISOR,
                rc ->
                        site.logOut(rc, Sessions.Kind.STAFF)
                                .onSuccess(done -> rc.end())
                                .onFailure(rc::fail));
    }

    private void page(RoutingContext rc, String title, String section) {
        Map<String, String> errors = new LinkedHashMap<>();
        errors.put("name", "Another integration has this name.");
        errors.put("url", "Only http and https addresses can be opened.");
        site.views()
                .show(
                        rc,
                        "sample",
                        Map.of(
                                "title",
                                title,
                                "section",
                                section,
                                "errors",
                                errors,
                                "modes",
                                List.of(Option.of("new_tab"), Option.of("work_window")),
                                "queues",
                                List.of(Option.of("Sales"), Option.of("Support")),
                                "chosen",
                                List.of("Sales")));
    }

    private static void greet(RoutingContext rc) {
        rc.request().toWebSocket().onSuccess(socket -> socket.writeTextMessage("hello"));
    }

    private void enter(RoutingContext rc) {
        Role role = Role.valueOf(rc.pathParam("role"));
        Principal who =
                role == Role.AGENT
                        ? Principal.agent("john", "John Doe", "a1")
                        : Principal.staff("anna", "Anna", role, List.of("Sales"));
        site.logIn(rc, who).onSuccess(session -> rc.end(session.key())).onFailure(rc::fail);
    }

    Browser browser() {
        return new Browser(server.actualPort());
    }

    /** Logged in, and with the word that changes need in each of its requests. */
    Browser browserOf(Role role) {
        Browser browser = browser();
        browser.form("/enter/" + role, "");
        return browser.with("X-CSRF-Token", csrf(browser, role));
    }

    static String csrf(Browser browser, Role role) {
        return browser.get(role == Role.AGENT ? "/agent/csrf" : "/csrf").body();
    }

    @Override
    public void close() {
        await(server.close());
        await(database.close());
        await(vertx.close());
    }
}
