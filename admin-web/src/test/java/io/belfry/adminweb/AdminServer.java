package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;

import io.belfry.core.account.Accounts;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.account.AuditLog;
import io.belfry.core.account.LoginThrottle;
import io.belfry.core.account.Logins;
import io.belfry.core.account.Passwords;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStates;
import io.belfry.core.bus.PbxTest;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptStates;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.CheckedTemplates;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.settings.IntegrationConfig;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.Secrets;
import io.belfry.core.web.Access;
import io.belfry.core.web.AnswerRows;
import io.belfry.core.web.Principal;
import io.belfry.core.web.RestServices;
import io.belfry.core.web.Role;
import io.belfry.core.web.ServerLimits;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.SiteConfig;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Pages and REST on a port of their own, with a database in memory and the real owner of the
 * settings. What other modules answer (PBXs, agents' screens) is answered here.
 */
final class AdminServer implements AutoCloseable {
    static final String TOKEN = "a-token-that-is-long-enough";

    /** Tests ask as fast as the machine can. */
    private static final int UNLIMITED = 1_000_000;

    static final ZoneId ROME = ZoneId.of("Europe/Rome");

    final Vertx vertx;
    final Secrets secrets = Secrets.of(new byte[32]);
    final BlockingQueue<ScreenPop> pops = new LinkedBlockingQueue<>();
    final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    final BlockingQueue<PbxTest> tests = new LinkedBlockingQueue<>();
    final BlockingQueue<RowRequest> rows = new LinkedBlockingQueue<>();
    private final List<MessageConsumer<ScriptTrial>> runners = new CopyOnWriteArrayList<>();
    final BlockingQueue<ScriptTrial> trials = new LinkedBlockingQueue<>();
    volatile List<ScriptState> scriptStates = List.of();
    volatile List<PbxState> states = List.of();
    volatile List<Presence.Online> online = List.of();
    volatile PbxTestResult testResult =
            new PbxTestResult(true, List.of(new PbxTestResult.Step("tcp", true, "connected")));
    final Accounts accounts;
    final ApiTokens tokens;
    final Sessions sessions;
    final Site site;
    final HttpServer server;
    final AuditLog audit;
    final Database database;

    /** Tests of PBXs and scripts take until then. */
    volatile Future<?> busy = Future.succeededFuture();

    AdminServer(PbxConfig... fixed) {
        this(0, fixed);
    }

    AdminServer(int port, PbxConfig... fixed) {
        this(alone(), DatabaseConfig.inMemory("admin" + UUID.randomUUID()), port, fixed);
    }

    /** A node of a cluster. */
    AdminServer(Vertx node, DatabaseConfig data) {
        this(node, data, 0);
    }

    private AdminServer(Vertx vertx, DatabaseConfig data, int port, PbxConfig... fixed) {
        this.vertx = vertx;
        database = await(Database.open(vertx, data));
        SiteConfig config = SiteConfig.defaults().withApiToken(TOKEN).withRate(UNLIMITED);
        sessions = new Sessions(vertx, database, config, Clock.systemUTC());
        await(sessions.start());
        audit = new AuditLog(database, Clock.systemUTC());
        Passwords passwords = new Passwords(vertx);
        Logins logins =
                new Logins(passwords, new LoginThrottle(database, Clock.systemUTC()), audit);
        accounts = new Accounts(database, passwords, logins, sessions, audit, Clock.systemUTC());
        tokens = new ApiTokens(vertx, database, audit, Clock.systemUTC());
        AdminWeb web =
                new AdminWeb(
                        database,
                        accounts,
                        tokens,
                        new CheckedTemplates(),
                        secrets,
                        Clock.systemUTC(),
                        ROME);
        answerForOthers();
        await(tokens.start());
        await(
                vertx.deployVerticle(
                        new IntegrationConfig(
                                new ConfigStore(database),
                                secrets,
                                new CheckedTemplates(),
                                passwords::hashNow,
                                List.of(fixed),
                                Clock.systemUTC())));
        await(vertx.deployVerticle(web));
        site = new Site(vertx, sessions, new Views(vertx, AdminWeb.MESSAGES), config, rest());
        web.mount(site);
        site.post("/enter/:role", Access.PUBLIC, this::enter);
        server =
                await(
                        ServerLimits.serve(
                                        vertx,
                                        vertx.createHttpServer(ServerLimits.options()),
                                        site.router())
                                .listen(port, "127.0.0.1"));
    }

    private static Vertx alone() {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return vertx;
    }

    private RestServices rest() {
        return new RestServices(tokens, new AnswerRows(database, Clock.systemUTC()));
    }

    private void answerForOthers() {
        Ask.PBX_STATES.answer(vertx, any -> Future.succeededFuture(new PbxStates(states)));
        Ask.PRESENCE.answer(vertx, any -> Future.succeededFuture(new Presence(online)));
        Ask.TEST_PBX.answer(
                vertx,
                test -> {
                    tests.add(test);
                    return busy.map(done -> testResult);
                });
        Ask.SHOW.answer(
                vertx,
                pop -> {
                    pops.add(pop);
                    return Future.succeededFuture(opened(pop.id(), pop.agent()));
                });
        Ask.SCRIPT_STATES.answer(
                vertx, any -> Future.succeededFuture(new ScriptStates(scriptStates)));
        Ask.RESUME_SCRIPT.answer(
                vertx,
                asked -> {
                    scriptStates = List.of();
                    return Future.succeededFuture(
                            new ScriptState(asked.integrationId(), "running", "", "", 0, 0, 0));
                });
        Ask.PUSH_ROW.answer(
                vertx,
                row -> {
                    rows.add(row);
                    return Future.succeededFuture(
                            new RealtimeRow(
                                    "r1",
                                    row.time(),
                                    row.integration(),
                                    row.channel(),
                                    row.reference(),
                                    row.url(),
                                    ""));
                });
        Ask.NOTIFY.answer(
                vertx,
                notice -> {
                    notices.add(notice);
                    return Future.succeededFuture(opened(notice.id(), notice.agent()));
                });
    }

    /** Something happened, and not just now. */
    void keep(CallEvent event) {
        CallStore calls = new CallStore(vertx, database);
        calls.record(event);
        await(calls.flushed());
    }

    /** Somebody who runs scripts is there from now on. */
    void answerScripts(Function<ScriptTrial, ScriptReport> runner) {
        MessageConsumer<ScriptTrial> consumer =
                Ask.TRY_SCRIPT.answer(
                        vertx,
                        trial -> {
                            trials.add(trial);
                            return busy.map(done -> runner.apply(trial));
                        });
        await(consumer.completion());
        runners.add(consumer);
    }

    /** All scripts are well and nobody is there (any more) who runs them. */
    void forgetScripts() {
        scriptStates = List.of();
        runners.forEach(each -> await(each.unregister()));
        runners.clear();
    }

    private static Delivery opened(String id, String agent) {
        return new Delivery(id, Delivery.Outcome.OPENED, agent, "new tab", "Chrome", 84);
    }

    private void enter(RoutingContext rc) {
        Role role = Role.valueOf(rc.pathParam("role"));
        Principal who =
                role == Role.AGENT
                        ? Principal.agent("john", "John Doe", "a1")
                        : Principal.staff(
                                rc.request()
                                        .getParam("user", role == Role.ADMIN ? "anna" : "sofia"),
                                role == Role.ADMIN ? "Anna" : "Sofia",
                                role,
                                List.of("Sales"));
        site.logIn(rc, who).onSuccess(session -> rc.end(session.key())).onFailure(rc::fail);
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        await(server.close());
        await(vertx.close());
    }
}
