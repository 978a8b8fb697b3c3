package io.belfry.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./belfry cluster-demo}: three nodes, one PostgreSQL and two simulated PBXs on this
 * machine. This process is the first node, the others are processes of their own that can be
 * killed.
 */
@Command(
        name = "cluster-demo",
        description =
                "Three nodes with a PostgreSQL on this machine and two simulated PBXs; nothing is"
                        + " kept.",
        mixinStandardHelpOptions = true)
final class ClusterDemoCommand implements Callable<Integer> {
    private static final double CALLS_A_SECOND = 0.25;
    private static final List<String> PBXS = List.of("milano", "roma");

    /** From one node's ports to the next one's. */
    private static final int STEP = 10;

    private static final int NODES = 3;

    @Option(
            names = "--http.port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Web port of the first node; the others take the next ones.")
    private int httpPort;

    @Option(
            names = "--cluster.port",
            paramLabel = "PORT",
            defaultValue = "5701",
            description = "Port of the first node's membership; the others are 10 and 20 higher.")
    private int clusterPort;

    private final String token = DemoCommand.password();
    private final String secret = DemoCommand.password() + DemoCommand.password();
    private final List<java.lang.Process> others = new ArrayList<>();

    @Override
    public Integer call() {
        ((Logger) LoggerFactory.getLogger("io.belfry")).setLevel(Level.WARN);
        String agentPassword = DemoCommand.password();
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder()
                                .setServerConfig("listen_addresses", "localhost")
                                .start();
                PbxSimulator milano = simulator(1);
                PbxSimulator roma = simulator(2);
                ThrowAwayFolder folder =
                        ThrowAwayFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<PbxSimulator> pbxs = List.of(milano, roma);
            Map<String, String> common = common(postgres.getPort(), pbxs);
            ServerConfig config =
                    ServerConfig.of(new ConfigValues().defaults(node(common, 0, folder.path())));
            Process process = new Process(new BelfryServer(config), () -> end(folder::close));
            HttpServer[] crm = new HttpServer[1];
            return process.run(
                    ready -> {
                        pbxs.forEach(pbx -> pbx.time().run(1));
                        pbxs.forEach(
                                pbx ->
                                        pbx.generate(
                                                CallGenerator.Settings.of(CALLS_A_SECOND, 1, 0)));
                        System.out.print(
                                Welcome.demo(
                                        ready, config, agentPassword, DemoCommand.address(crm[0])));
                        System.out.print(words());
                    },
                    server ->
                            DemoCommand.prepare(server, crm, agentPassword)
                                    .compose(done -> startOthers(common, folder.path())));
        } catch (ConfigProblem e) {
            System.err.println("belfry: " + e.getMessage());
            return Main.WRONG_INPUT;
        } catch (IOException e) {
            System.err.println("belfry: the demo's database does not start: " + e.getMessage());
            return 1;
        }
    }

    private void end(Runnable last) {
        others.forEach(java.lang.Process::destroyForcibly);
        last.run();
    }

    private static PbxSimulator simulator(long seed) {
        return PbxSimulator.start(SimulatorConfig.standard().withPort(0).withSeed(seed));
    }

    /** What is the same for all nodes. */
    private Map<String, String> common(int databasePort, List<PbxSimulator> pbxs) {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("http.host", "127.0.0.1");
        common.put(
                "db.url", "postgresql://postgres:postgres@127.0.0.1:" + databasePort + "/postgres");
        common.put("admin.user", "admin");
        common.put("admin.password", DemoCommand.password());
        common.put("api.token", token);
        common.put("programs.port", "0");
        common.put("cluster.enabled", "true");
        common.put("cluster.host", "127.0.0.1");
        common.put("cluster.secret", secret);
        for (int i = 0; i < pbxs.size(); i++) {
            String entry = "pbx." + i + ".";
            common.put(entry + "name", PBXS.get(i));
            common.put(entry + "host", "127.0.0.1");
            common.put(entry + "port", Integer.toString(pbxs.get(i).port()));
            common.put(entry + "user", SimulatorConfig.USER);
            common.put(entry + "secret", SimulatorConfig.SECRET);
        }
        return common;
    }

    private Map<String, String> node(Map<String, String> common, int place, Path folder) {
        Map<String, String> node = new LinkedHashMap<>(common);
        node.put("node.name", name(place));
        node.put("http.port", Integer.toString(httpPort + place));
        node.put("cluster.port", Integer.toString(clusterPort + place * STEP));
        node.put("data.dir", folder.resolve(name(place)).toString());
        List<String> members = new ArrayList<>();
        for (int other = 0; other < NODES; other++) {
            if (other != place) {
                members.add("127.0.0.1:" + (clusterPort + other * STEP));
            }
        }
        node.put("cluster.members", String.join(",", members));
        return node;
    }

    private static String name(int place) {
        return "node-" + (place + 1);
    }

    /** The schema and the settings are there by then. */
    private Future<Void> startOthers(Map<String, String> common, Path folder) {
        try {
            for (int place = 1; place < NODES; place++) {
                others.add(start(node(common, place, folder), folder, name(place)));
            }
            return Future.succeededFuture();
        } catch (IOException e) {
            return Future.failedFuture(new UncheckedIOException("the other nodes", e));
        }
    }

    private static java.lang.Process start(Map<String, String> settings, Path folder, String name)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "serve"));
        // passwords are no business of who lists the processes
        ProcessBuilder builder = new ProcessBuilder(command);
        settings.forEach(
                (key, value) ->
                        builder.environment()
                                .put(
                                        "BELFRY_" + key.toUpperCase(Locale.ROOT).replace('.', '_'),
                                        value));
        Path data = Files.createDirectories(folder.resolve(name));
        return builder.directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("belfry.log").toFile())
                .start();
    }

    private String words() {
        StringBuilder words = new StringBuilder("\n  The other nodes, each shows everything:\n");
        for (int place = 1; place < NODES; place++) {
            words.append(
                    String.format(
                            "  %-32s http://127.0.0.1:%d  (process %d)%n",
                            name(place), httpPort + place, others.get(place - 1).pid()));
        }
        return words.append(
                        "\nWatch http://127.0.0.1:"
                                + httpPort
                                + "/settings/cluster, kill one of the processes, and see who takes"
                                + " over.\n")
                .toString();
    }
}
