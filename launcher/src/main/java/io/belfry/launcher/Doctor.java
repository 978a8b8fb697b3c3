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
import io.belfry.realtimepush.programs.Programs;
import io.belfry.realtimepush.programs.ProgramsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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
    private int troubles;

    Doctor(Vertx vertx, ServerConfig config, Consumer<String> say) {
        this.vertx = vertx;
        this.config = config;
        this.say = say;
    }

    /** Succeeds with the number of things that are not as they should be. */
    Future<Integer> examine() {
        RecordCodec.register(vertx);
        return port().compose(done -> programs())
                .compose(done -> folder())
                .compose(done -> database())
                .compose(this::pbxs)
                .map(done -> troubles);
    }

    private Future<Void> port() {
        HttpServerOptions options = BelfryServer.httpOptions(config);
        return vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end())
                .listen()
                .compose(server -> server.close())
                .onSuccess(free -> good("http.port " + config.port(), "free"))
                .recover(e -> whoIsThere(e).map(this::found).mapEmpty());
    }

    /** A server of ours that is running is no trouble. */
    private Future<String> whoIsThere(Throwable e) {
        String trouble = StartProblem.ofPort(config, e);
        return answer(false, config.host(), config.port(), "/health/live")
                .map(body -> body.contains("\"status\":\"up\"") ? "" : trouble);
    }

    /** What is said there; empty when nothing is. */
    private Future<String> answer(boolean tls, String host, int port, String path) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        HttpClientOptions any =
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false);
        HttpClient client = vertx.createHttpClient(any);
        return client.request(HttpMethod.GET, port, everywhere ? "127.0.0.1" : host, path)
                .compose(request -> request.send())
                .compose(answer -> answer.body())
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .map(Buffer::toString)
                .otherwise("")
                // a client that nobody holds closes its connections in the middle of an answer
                .eventually(client::close);
    }

    private Future<Void> programs() {
        ProgramsOptions programs = config.programs().options();
        Future<Void> plain = programs("programs.port", false, programs.port());
        return programs.tlsCert().isEmpty()
                ? plain
                : plain.compose(done -> programs("programs.tls.port", true, programs.tlsPort()));
    }

    private Future<Void> programs(String key, boolean tls, int port) {
        if (port == ProgramsOptions.OFF) {
            good(key, "none is wanted");
            return Future.succeededFuture();
        }
        String host = config.programs().options().host();
        return vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
                .requestHandler(request -> request.response().end())
                .listen()
                .compose(server -> server.close())
                .onSuccess(free -> good(key + " " + port, "free"))
                .recover(
                        e ->
                                answer(tls, host, port, "/")
                                        .onSuccess(body -> foundPrograms(key, port, body, e))
                                        .mapEmpty());
    }

    /** The server starts all the same; but then programs do not come in. */
    private void foundPrograms(String key, int port, String body, Throwable e) {
        if (body.startsWith(Programs.GREETING)) {
            good(key + " " + port, "a Belfry is running there");
        } else {
            bad(
                    "%s %d: can not listen on %s, so programs can not connect (%s). Stop what is there, or choose another, for example --%s=%d"
                            .formatted(
                                    key,
                                    port,
                                    config.programs().options().host(),
                                    e.getMessage(),
                                    key,
                                    StartProblem.another(port)));
        }
    }

    private Void found(String trouble) {
        if (trouble.isEmpty()) {
            good("http.port " + config.port(), "a Belfry is running there");
        } else {
            bad(trouble);
        }
        return null;
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

    private void bad(String trouble) {
        troubles++;
        say.accept("  BAD  " + trouble);
    }
}
