package io.belfry.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./belfry demo}: the server with a simulated PBX, sample settings and data that is thrown
 * away.
 */
@Command(
        name = "demo",
        description =
                "The server with a simulated PBX that makes calls; sample settings, nothing is kept.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String PBX_KEY = "pbx.99";
    private static final double CALLS_A_SECOND = 0.25;
    private static final Duration REHEARSED_WITHIN = Duration.ofSeconds(20);

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file.")
    private Path file;

    /** What the build runs once, so that the JVM can keep the classes of a start ready-made. */
    @Option(
            names = "--rehearsal",
            hidden = true,
            description = "Ends as soon as the first pages were served.")
    private boolean rehearsal;

    @Unmatched private List<String> settings = new ArrayList<>();

    private final Path temporary;

    DemoCommand() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * @param temporary where the folder for the demo's data is made
     */
    DemoCommand(Path temporary) {
        this.temporary = temporary;
    }

    @Override
    public Integer call() {
        // what it prints is the way in; the server's story would push it off the screen
        ((Logger) LoggerFactory.getLogger("io.belfry")).setLevel(Level.WARN);
        String agentPassword = password();
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard().withPort(0));
                ThrowAwayFolder folder = ThrowAwayFolder.in(temporary)) {
            ConfigValues values = new ConfigValues().defaults(defaults(pbx.port(), folder.path()));
            ServerConfig config = ServerConfig.of(values(values));
            Process process = new Process(new BelfryServer(config), folder::close);
            return rehearsal
                    ? process.run(DemoCommand::rehearse)
                    : run(process, config, pbx, agentPassword);
        } catch (ConfigProblem e) {
            System.err.println("belfry: " + e.getMessage());
            return Main.WRONG_INPUT;
        }
    }

    private static void rehearse(BelfryServer server) {
        HttpClient client = HttpClient.newHttpClient();
        for (String page : List.of("/login", "/agent/login")) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server.url() + page))
                            .timeout(REHEARSED_WITHIN)
                            .build();
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                System.err.println("belfry: " + page + " was not served: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        System.exit(0);
    }

    /** The file beside us is of the real server, whose database a demo must never touch. */
    private ConfigValues values(ConfigValues values) {
        if (file != null) {
            values.file(file);
        }
        return values.environment(System.getenv()).arguments(settings);
    }

    private static int run(
            Process process, ServerConfig config, PbxSimulator pbx, String agentPassword) {
        HttpServer[] crm = new HttpServer[1];
        return process.run(
                ready -> {
                    pbx.time().run(1);
                    pbx.generate(CallGenerator.Settings.of(CALLS_A_SECOND, 1, 0));
                    System.out.print(Welcome.demo(ready, config, agentPassword, address(crm[0])));
                },
                server -> prepare(server, crm, agentPassword));
    }

    static Future<Void> prepare(BelfryServer server, HttpServer[] crm, String agentPassword) {
        return DemoCrm.start(server.vertx())
                .compose(
                        listening -> {
                            crm[0] = listening;
                            return new DemoSettings(
                                            server.vertx(), address(listening), agentPassword)
                                    .save();
                        })
                .compose(saved -> server.addUser(DemoSettings.supervisor(agentPassword)));
    }

    static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Lowest in precedence: whatever is configured counts more. */
    private static Map<String, String> defaults(int pbxPort, Path folder) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("http.host", "127.0.0.1");
        defaults.put("data.dir", folder.toString());
        defaults.put("db.url", "jdbc:h2:mem:demo;DB_CLOSE_DELAY=-1");
        defaults.put("admin.user", "admin");
        defaults.put("admin.password", password());
        defaults.put("api.token", password());
        // it listens on this machine only, and pages of others are refused
        defaults.put("programs.anonymous", "true");
        // the CRM of the demo is asked whether its pages may be in frames
        defaults.put("egress.allow", "127.0.0.1");
        // where the example of a customer's page runs
        defaults.put("agent.origins", "http://127.0.0.1:9080,http://localhost:9080");
        defaults.put(PBX_KEY + ".name", "demo");
        defaults.put(PBX_KEY + ".host", "127.0.0.1");
        defaults.put(PBX_KEY + ".port", Integer.toString(pbxPort));
        defaults.put(PBX_KEY + ".user", SimulatorConfig.USER);
        defaults.put(PBX_KEY + ".secret", SimulatorConfig.SECRET);
        return defaults;
    }

    /** New at each start: a demo that somebody forgot is not an open door. */
    static String password() {
        String letters = "abcdefghijkmnpqrstuvwxyz23456789";
        SecureRandom random = new SecureRandom();
        StringBuilder word = new StringBuilder("demo-");
        for (int i = 0; i < 10; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
