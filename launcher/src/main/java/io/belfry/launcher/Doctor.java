package io.belfry.launcher;

import io.belfry.ami.CallKeeper;
import io.belfry.ami.ConnectorOptions;
import io.belfry.ami.PbxConnections;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxTest;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.Settings;
import io.belfry.launcher.ServerConfig.ConfiguredPbx;
import io.belfry.realtimepush.programs.CertificateCheck;
import io.belfry.realtimepush.programs.PortProblem;
import io.belfry.realtimepush.programs.Programs;
import io.belfry.realtimepush.programs.ProgramsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at everything that the server needs, one after the other, and says of each what it found
 * and how to mend it. Changes nothing: makes no folder, no database and no new schema.
 */
final class Doctor {
    private static final long ANSWER_SECONDS = 3;

    /** Somebody waits for the answer and not a call: a slow machine is no trouble. */
    private static final int DATABASE_SECONDS = 30;

    private final Vertx vertx;
    private final ServerConfig config;
    private final Consumer<String> say;
    private final Set<String> troubles = new LinkedHashSet<>();

    /** Whether a server of this configuration, or one like it, answered. */
    private boolean running;

    Doctor(Vertx vertx, ServerConfig config, Consumer<String> say) {
        this.vertx = vertx;
        this.config = config;
        this.say = say;
    }

    /** Succeeds with the number of things that are not as they should be. */
    Future<Integer> examine() {
        RecordCodec.register(vertx);
        return port().compose(done -> programs())
                .compose(done -> cluster())
                .compose(done -> folder())
                .compose(done -> database())
                .compose(this::pbxs)
                .map(done -> troubles.size());
    }

    private Future<Void> port() {
        return listen(
                ListenPlace.http(config),
                BelfryServer.httpOptions(config),
                "/health/live",
                "\"status\":\"up\"");
    }

    /**
     * A server of ours that is running is no trouble.
     *
     * @param path where it answers
     * @param ours what it says there
     */
    private Future<Void> listen(
            ListenPlace place, HttpServerOptions options, String path, String ours) {
        return certificate(options)
                .compose(
                        good ->
                                vertx.createHttpServer(options)
                                        .requestHandler(request -> request.response().end())
                                        .listen())
                .compose(server -> server.close())
                .onSuccess(free -> good(place.what(), "free"))
                .recover(
                        e ->
                                PortProblem.isTaken(e)
                                        ? answer(options.isSsl(), place, path)
                                                .map(body -> taken(place, body.contains(ours), e))
                                        : Future.succeededFuture(refused(place, e)));
    }

    private Future<Void> certificate(NetServerOptions options) {
        return options.isSsl()
                ? CertificateCheck.of(vertx, options.getKeyCertOptions())
                : Future.succeededFuture();
    }

    private Void taken(ListenPlace place, boolean byUs, Throwable e) {
        if (!byUs) {
            return refused(place, e);
        }
        running = true;
        good(place.what(), "a Belfry is running there");
        return null;
    }

    private Void refused(ListenPlace place, Throwable e) {
        bad(StartProblem.ofPort(place, e));
        return null;
    }

    /** What is said there; empty when nothing is. */
    private Future<String> answer(boolean tls, ListenPlace place, String path) {
        String host = place.host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        HttpClientOptions any =
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false);
        HttpClient client = vertx.createHttpClient(any);
        return client.request(HttpMethod.GET, place.port(), everywhere ? "127.0.0.1" : host, path)
                .compose(request -> request.send())
                .compose(answer -> answer.body())
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .map(Buffer::toString)
                .otherwise("")
                // a client that nobody holds closes its connections in the middle of an answer
                .eventually(client::close);
    }

    /** A port that is taken is no reason not to start; but then programs do not come in. */
    private Future<Void> programs() {
        ProgramsOptions programs = config.programs().options();
        Future<Void> plain = programs(ProgramsOptions.PORT, programs.port(), programs::open);
        return programs.tlsCert().isEmpty()
                ? plain
                : plain.compose(
                        done ->
                                programs(
                                        ProgramsOptions.TLS_PORT,
                                        programs.tlsPort(),
                                        programs::encrypted));
    }

    private Future<Void> programs(String key, int port, Supplier<HttpServerOptions> options) {
        if (port == ProgramsOptions.OFF) {
            good(key, "none is wanted");
            return Future.succeededFuture();
        }
        return listen(ListenPlace.programs(config, key), options.get(), "/", Programs.GREETING);
    }

    private Future<Void> cluster() {
        if (config.cluster().isEmpty()) {
            return Future.succeededFuture();
        }
        ClusterConfig cluster = config.cluster().get();
        return member(ListenPlace.members(cluster), new NetServerOptions())
                .compose(done -> vertx.executeBlocking(() -> ClusteredVertx.bus(cluster)))
                .compose(
                        bus ->
                                member(
                                        ListenPlace.bus(cluster),
                                        new NetServerOptions()
                                                .setSsl(true)
                                                .setKeyCertOptions(bus.getKeyCertOptions())
                                                .setTrustOptions(bus.getTrustOptions())
                                                .setClientAuth(bus.getClientAuth())));
    }

    /** What nodes say to each other nobody else understands: who listens can not be asked. */
    private Future<Void> member(ListenPlace place, NetServerOptions options) {
        options.setHost(place.host()).setPort(place.port());
        return certificate(options)
                .compose(
                        good ->
                                vertx.createNetServer(options)
                                        .connectHandler(NetSocket::close)
                                        .listen())
                .compose(server -> server.close())
                .onSuccess(free -> good(place.what(), "free"))
                .recover(
                        e -> {
                            if (PortProblem.isTaken(e) && running) {
                                good(place.what(), "in use, and a Belfry is running");
                            } else {
                                refused(place, e);
                            }
                            return Future.succeededFuture();
                        });
    }

    private Future<Void> folder() {
        return vertx.executeBlocking(
                () -> {
                    Path dir = config.dataDir().toAbsolutePath();
                    if (Files.notExists(dir)) {
                        good("data.dir " + dir, "not there yet, the first start makes it");
                    } else if (!Files.isDirectory(dir) || !Files.isWritable(dir)) {
                        bad("data.dir " + dir + " is no folder that this user may write to");
                    } else {
                        long free = Files.getFileStore(dir).getUsableSpace() >> 20;
                        good("data.dir " + dir, free + " MB free");
                    }
                    return null;
                });
    }

    /**
     * @return the enabled PBXs of the settings; empty when they can not be read
     */
    private Future<Optional<List<PbxConfig>>> database() {
        boolean own = config.database().equals(config.ownDatabase());
        if (own && Files.notExists(config.dataDir().resolve("belfry.mv.db"))) {
            good("database", "not there yet, the first start makes it");
            return Future.succeededFuture(Optional.of(List.of()));
        }
        Database opened = Database.asItIs(vertx, config.database().patient(DATABASE_SECONDS));
        return new ConfigStore(opened)
                .load()
                .onSuccess(settings -> good("database", "settings version " + settings.version()))
                .compose(settings -> closed(opened).map(done -> Optional.of(enabled(settings))))
                .otherwise(
                        e -> {
                            bad(StartProblem.ofDatabase(config, e));
                            return Optional.empty();
                        });
    }

    private static List<PbxConfig> enabled(Settings settings) {
        return settings.pbxs().stream().map(Kept::value).filter(PbxConfig::enabled).toList();
    }

    /** Only what was really opened: a pool that still waits for its first connection never ends. */
    private static Future<Void> closed(Database opened) {
        return opened.close().timeout(ANSWER_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    private Future<Void> pbxs(Optional<List<PbxConfig>> settings) {
        if (settings.isEmpty()) {
            say.accept("  -    PBX: those of the settings were not examined");
        }
        List<PbxConfig> saved = settings.orElse(List.of());
        if (saved.isEmpty() && config.pbxs().isEmpty()) {
            if (settings.isEmpty()) {
                return Future.succeededFuture();
            }
            good("PBX", "none is set up; Settings → PBX does it");
            return Future.succeededFuture();
        }
        Future<Secrets> secrets = vertx.executeBlocking(() -> secrets(saved));
        return secrets.compose(known -> tests(known, saved))
                .recover(
                        e -> {
                            bad("data.dir: " + e.getMessage());
                            return Future.succeededFuture();
                        });
    }

    /** Without a saved secret no key is needed, and none is made. */
    private Secrets secrets(List<PbxConfig> saved) {
        return saved.isEmpty()
                ? Secrets.of(new byte[Secrets.KEY_BYTES])
                : ClusterConfig.secrets(config);
    }

    private Future<Void> tests(Secrets secrets, List<PbxConfig> saved) {
        List<PbxConfig> all = new ArrayList<>(saved);
        config.pbxs().forEach(pbx -> all.add(configured(pbx, secrets)));
        Future<?> tests =
                vertx.deployVerticle(
                        new PbxConnections(
                                secrets::open,
                                CallKeeper.NONE,
                                RecorderOptions.OFF,
                                ConnectorOptions.defaults(),
                                Clock.systemUTC()));
        for (PbxConfig pbx : all) {
            tests = tests.compose(done -> test(pbx));
        }
        return tests.mapEmpty();
    }

    private static PbxConfig configured(ConfiguredPbx pbx, Secrets secrets) {
        return new PbxConfig(
                pbx.source(),
                pbx.name(),
                pbx.host(),
                pbx.port(),
                pbx.user(),
                secrets.seal(pbx.secret()),
                pbx.tls(),
                true,
                pbx.source(),
                1);
    }

    private Future<Void> test(PbxConfig pbx) {
        return Ask.TEST_PBX
                .put(vertx, new PbxTest(pbx))
                .onSuccess(result -> result.steps().forEach(step -> told(pbx, step)))
                .onFailure(e -> bad("PBX " + pbx.name() + ": " + e.getMessage()))
                .transform(done -> Future.succeededFuture());
    }

    private void told(PbxConfig pbx, PbxTestResult.Step step) {
        String what = "PBX " + pbx.name() + " " + step.name();
        if (step.ok()) {
            good(what, step.text());
        } else {
            bad(what + ": " + step.text());
        }
    }

    private void good(String what, String found) {
        say.accept("  ok   " + what + ": " + found);
    }

    /** Two ports may have the same certificate: what is wrong with it is said once. */
    private void bad(String trouble) {
        if (troubles.add(trouble)) {
            say.accept("  BAD  " + trouble);
        }
    }
}
