package io.belfry.launcher;

import io.belfry.adminweb.AdminWeb;
import io.belfry.agentgateway.AgentGateway;
import io.belfry.agentgateway.GatewayLimits;
import io.belfry.ami.CallKeeper;
import io.belfry.ami.ConnectorOptions;
import io.belfry.ami.PbxConnections;
import io.belfry.ami.StoredCalls;
import io.belfry.core.account.Accounts;
import io.belfry.core.account.Actor;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.account.AuditLog;
import io.belfry.core.account.LoginThrottle;
import io.belfry.core.account.Logins;
import io.belfry.core.account.Passwords;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.cluster.ClusterStore;
import io.belfry.core.cluster.LeaseKeeper;
import io.belfry.core.cluster.Leases;
import io.belfry.core.cluster.NodeRole;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.Names;
import io.belfry.core.engine.IntegrationEngine;
import io.belfry.core.integration.CheckedTemplates;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.script.ScriptLimits;
import io.belfry.core.script.ScriptRuntime;
import io.belfry.core.script.WorkerCommand;
import io.belfry.core.settings.IntegrationConfig;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.CheckpointStore;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.ToldEvents;
import io.belfry.core.web.AnswerRows;
import io.belfry.core.web.DeclaredRoute;
import io.belfry.core.web.LiveLabels;
import io.belfry.core.web.RestServices;
import io.belfry.core.web.ServerLimits;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.SiteConfig;
import io.belfry.core.web.Views;
import io.belfry.realtimepush.RealtimeLimits;
import io.belfry.realtimepush.RealtimePush;
import io.belfry.realtimepush.programs.Programs;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the server together and takes it apart again. Who speaks to the outside comes last, who
 * listens to it goes first.
 */
final class BelfryServer {
    private static final Logger log = LoggerFactory.getLogger(BelfryServer.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    /** One that is busy for a moment must not hold up everything. */
    private static final int LEAST_LOOPS = 2;

    private final ServerConfig config;
    private final Clock clock;

    /** Of a node of a cluster only known after {@link #start}. */
    private Vertx vertx;

    private Database database;

    /** What must not wait behind the others: the leases. */
    private List<Database> beside = List.of();

    private volatile Optional<LeaseKeeper> leases = Optional.empty();
    private volatile Optional<PbxConnections> connections = Optional.empty();
    private Accounts accounts;
    private HttpServer http;
    private Programs programs;
    private List<DeclaredRoute> routes = List.of();
    private Optional<String> setupToken = Optional.empty();

    /** Who was deployed last comes first. */
    private final Deque<String> deployed = new ConcurrentLinkedDeque<>();

    BelfryServer(ServerConfig config) {
        this(config, null, Clock.systemUTC());
    }

    /**
     * @param vertx null to make one
     */
    BelfryServer(ServerConfig config, Vertx vertx, Clock clock) {
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    private static VertxOptions options() {
        return new VertxOptions()
                // each one more is one more thread to wake up for what goes from module to module
                .setEventLoopPoolSize(
                        Math.max(LEAST_LOOPS, Runtime.getRuntime().availableProcessors()))
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setMaxEventLoopExecuteTime(500)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
    }

    Vertx vertx() {
        return vertx;
    }

    /** Where it listens, known after {@link #start}. */
    int port() {
        return http.actualPort();
    }

    /** Everything that is mounted, known after {@link #start}. */
    List<DeclaredRoute> routes() {
        return routes;
    }

    /** As people on this machine reach it. */
    String url() {
        boolean everywhere = config.host().equals("0.0.0.0") || config.host().equals("::");
        return (config.tlsCert().isEmpty() ? "http://" : "https://")
                + (everywhere ? "localhost" : config.host())
                + ":"
                + port();
    }

    /** Where other people's programs connect; empty when they can not. */
    Optional<String> programsUrl() {
        return programs.port().map(at -> "http://" + config.programs().options().host() + ":" + at);
    }

    /** The one-time link's token of a first start that has no administrator yet. */
    Optional<String> setupToken() {
        return setupToken;
    }

    /** Fails with words for the operator when something that it can not do without is missing. */
    Future<BelfryServer> start() {
        return ready().recover(e -> StartProblem.failed(StartProblem.ofCluster(config, e), e))
                .compose(made -> startOn(made));
    }

    private Future<Vertx> ready() {
        if (vertx != null) {
            return Future.succeededFuture(vertx);
        }
        return config.cluster()
                .map(cluster -> ClusteredVertx.start(cluster, options()))
                .orElseGet(() -> Future.succeededFuture(Vertx.vertx(options())));
    }

    private Future<BelfryServer> startOn(Vertx made) {
        vertx = made;
        RecordCodec.register(vertx);
        return vertx.executeBlocking(() -> secrets(config))
                .recover(e -> StartProblem.failed(StartProblem.ofFolder(config, e), e))
                .compose(secrets -> openDatabase().compose(opened -> start(secrets, opened)))
                .map(started -> this);
    }

    private Future<Database> openDatabase() {
        return Database.open(vertx, config.database())
                .recover(e -> StartProblem.failed(StartProblem.ofDatabase(config, e), e));
    }

    private static Secrets secrets(ServerConfig config) {
        Path dataDir = config.dataDir();
        try {
            if (Files.notExists(dataDir)) {
                Files.createDirectories(dataDir);
                ownerOnly(dataDir);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("data.dir " + dataDir + " can not be made", e);
        }
        return ClusterConfig.secrets(config);
    }

    /**
     * Numbers of callers are in there; where the file system knows owners, others do not look in.
     */
    private static void ownerOnly(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Future<Void> start(Secrets secrets, Database opened) {
        database = opened;
        SiteConfig siteConfig =
                SiteConfig.defaults()
                        .withSecure(!config.tlsCert().isEmpty())
                        .withApiToken(config.apiToken())
                        .withRate(config.apiRate())
                        .withEmbedders(config.agentOrigins());
        Passwords passwords = new Passwords(vertx);
        AuditLog audit = new AuditLog(database, clock);
        Logins logins = new Logins(passwords, new LoginThrottle(database, clock), audit);
        Sessions sessions = new Sessions(vertx, database, siteConfig, clock);
        accounts = new Accounts(database, passwords, logins, sessions, audit, clock);
        ApiTokens tokens = new ApiTokens(vertx, database, audit, clock);
        AnswerRows answers = new AnswerRows(database, clock);
        RestServices rest = new RestServices(tokens, answers);
        ConfigStore store = new ConfigStore(database);
        Database writers = database.inBackground();
        CallStore calls = new CallStore(vertx, writers);
        CheckedTemplates templates = new CheckedTemplates();
        ZoneId zone = ZoneId.systemDefault();

        AgentGateway agents =
                new AgentGateway(
                        new StoredAgentLogins(store, logins),
                        clock,
                        GatewayLimits.DEFAULT.keeping(config.agentKeep()),
                        new AddressRules(config.egressAllow()));
        RealtimePush realtime =
                new RealtimePush(database, RealtimeLimits.defaults(), clock.withZone(zone));
        programs = config.programs().verticle(vertx, database, config.apiToken(), tokens, clock);
        AdminWeb admin = new AdminWeb(database, accounts, tokens, templates, secrets, clock, zone);
        IntegrationConfig settings =
                new IntegrationConfig(
                        store, secrets, templates, passwords::hashNow, fixedPbxs(secrets), clock);
        ScriptRuntime scripts = scripts();
        IntegrationEngine engine = new IntegrationEngine(clock, zone, scripts);
        Recorders recorders = new Recorders(vertx, writers, calls, clock);
        return sessions.start()
                .compose(ok -> tokens.start())
                .compose(ok -> deploy(settings))
                .compose(ok -> deploy(recorders.all()))
                .compose(ok -> deploy(agents))
                .compose(ok -> deploy(realtime))
                .compose(ok -> deploy(admin))
                .compose(ok -> deploy(scripts))
                .compose(ok -> deploy(engine))
                .compose(ok -> firstAccount())
                .compose(
                        ok -> {
                            Site site =
                                    new Site(
                                            vertx,
                                            sessions,
                                            new Views(
                                                    vertx,
                                                    AdminWeb.MESSAGES,
                                                    "agent",
                                                    "realtime-push"),
                                            siteConfig,
                                            rest);
                            if (is(NodeRole.AGENTS)) {
                                agents.mount(site);
                            }
                            if (is(NodeRole.WEB)) {
                                realtime.mount(site);
                                admin.mount(site);
                            }
                            new Health(vertx, database, () -> leases).mount(site);
                            new Metrics(
                                            vertx,
                                            new Metrics.Parts(
                                                    () -> connections,
                                                    () -> leases,
                                                    engine,
                                                    scripts,
                                                    agents,
                                                    realtime,
                                                    programs,
                                                    answers,
                                                    sessions.tickets(),
                                                    recorders.counters()))
                                    .mount(site);
                            new LiveLabels(vertx, clock).mount(site);
                            routes = site.routes();
                            return listen(site);
                        })
                .compose(ok -> is(NodeRole.WEB) ? deployPrograms() : Future.succeededFuture())
                .compose(ok -> deploy(recorders.events()))
                .compose(ok -> deploy(connections(secrets, calls, writers)))
                .compose(
                        ok ->
                                leases.<Future<?>>map(this::deploy)
                                        .orElseGet(Future::succeededFuture))
                .mapEmpty();
    }

    /** A server of its own is everything. */
    private boolean is(NodeRole role) {
        return config.cluster().map(cluster -> cluster.roles().contains(role)).orElse(true);
    }

    private ScriptRuntime scripts() {
        ScriptLimits limits = ScriptLimits.defaults();
        return new ScriptRuntime(
                WorkerCommand.find(BelfryServer.class, limits).orElse(List.of()),
                limits,
                Names.OF_THE_SYSTEM,
                new AddressRules(config.egressAllow()),
                clock);
    }

    private PbxConnections connections(Secrets secrets, CallStore calls, Database writers) {
        CallKeeper keeper =
                new StoredCalls(
                        calls, new CheckpointStore(writers), new ToldEvents(writers), clock);
        leases = config.cluster().map(this::leaseKeeper);
        PbxConnections made =
                new PbxConnections(
                        secrets::open,
                        keeper,
                        config.recorder(),
                        ConnectorOptions.defaults(),
                        leases.<Leases>map(keeping -> keeping).orElse(Leases.ALL),
                        clock);
        connections = Optional.of(made);
        return made;
    }

    private LeaseKeeper leaseKeeper(ClusterConfig cluster) {
        Database own = Database.beside(vertx, config.database(), 2);
        Database renewals = Database.beside(vertx, config.database(), 1);
        beside = List.of(own, renewals);
        return new LeaseKeeper(
                new ClusterStore(own, renewals),
                new LeaseKeeper.Me(cluster.name(), cluster.roles(), url(), Main.VERSION));
    }

    private List<PbxConfig> fixedPbxs(Secrets secrets) {
        return config.pbxs().stream()
                .map(
                        pbx ->
                                new PbxConfig(
                                        pbx.source(),
                                        pbx.name(),
                                        pbx.host(),
                                        pbx.port(),
                                        pbx.user(),
                                        secrets.seal(pbx.secret()),
                                        pbx.tls(),
                                        true,
                                        pbx.source(),
                                        1))
                .toList();
    }

    private Future<Void> firstAccount() {
        if (!config.admin().user().isEmpty()) {
            return accounts.configure(config.admin().user(), config.admin().password()).mapEmpty();
        }
        return accounts.isEmpty()
                .compose(
                        none ->
                                none
                                        ? accounts.setup().issue().map(Optional::of)
                                        : Future.succeededFuture(Optional.<String>empty()))
                .onSuccess(token -> setupToken = token)
                .mapEmpty();
    }

    /** An administrator or supervisor, in the shape of REST. */
    Future<Void> addUser(JsonObject user) {
        return accounts.create(user, Actor.SYSTEM).mapEmpty();
    }

    static HttpServerOptions httpOptions(ServerConfig config) {
        HttpServerOptions options =
                ServerLimits.options().setHost(config.host()).setPort(config.port());
        if (!config.tlsCert().isEmpty()) {
            options.setSsl(true)
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(config.tlsCert())
                                    .setKeyPath(config.tlsKey()));
        }
        return options;
    }

    private Future<HttpServer> listen(Site site) {
        return ServerLimits.serve(vertx, vertx.createHttpServer(httpOptions(config)), site.router())
                .listen()
                .recover(
                        e ->
                                StartProblem.failed(
                                        StartProblem.ofPort(ListenPlace.http(config), e), e))
                .onSuccess(
                        listening -> {
                            http = listening;
                            log.info("Listening on {}:{}", config.host(), listening.actualPort());
                        });
    }

    /** Lets go in the other order; what does not end in time is left behind with a word. */
    Future<Void> stop() {
        log.info("Stopping");
        if (vertx == null) {
            return Future.succeededFuture();
        }
        Future<Void> stopped =
                leave().compose(
                                left ->
                                        http == null
                                                ? Future.<Void>succeededFuture()
                                                : http.close())
                        .otherwiseEmpty();
        for (String deployment : deployed) {
            stopped = stopped.compose(before -> vertx.undeploy(deployment).otherwiseEmpty());
        }
        // the last word must not wait for an event loop: there is none any more
        Promise<Void> done = Promise.promise();
        stopped.compose(ok -> database == null ? Future.succeededFuture() : database.close())
                .compose(ok -> Future.join(beside.stream().map(Database::close).toList()))
                .timeout(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> log.warn("Did not stop in time: {}", e.getMessage()))
                .onComplete(any -> vertx.close().onComplete(closed -> done.complete()));
        return done.future();
    }

    private Future<?> deployPrograms() {
        return deploy(programs).recover(e -> StartProblem.ofPrograms(config, e));
    }

    /** One after the other. */
    private Future<?> deploy(List<Deployable> verticles) {
        Future<?> done = Future.succeededFuture();
        for (Deployable verticle : verticles) {
            done = done.compose(before -> deploy(verticle));
        }
        return done;
    }

    /**
     * A node of a cluster gives its PBXs away while its pages still work; {@code /health/ready}
     * says meanwhile that it leaves.
     */
    private Future<Void> leave() {
        return leases.isPresent() && !deployed.isEmpty()
                ? vertx.undeploy(deployed.removeFirst()).otherwiseEmpty()
                : Future.succeededFuture();
    }

    private Future<?> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(deployed::addFirst);
    }
}
