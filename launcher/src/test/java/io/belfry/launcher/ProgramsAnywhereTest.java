package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Topic;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every generation of socket.io's own client, and two nodes behind a balancer that sends each
 * request to the node that does not have its session.
 */
class ProgramsAnywhereTest {
    private static final int EVENTS = 60;

    @TempDir private static Path folder;

    private static final List<TestServer> NODES = new ArrayList<>();
    private static EmbeddedPostgres postgres;
    private static Balancer balancer;
    private static int round;

    @BeforeAll
    static void start() throws IOException {
        NodeProgram.install();
        postgres =
                EmbeddedPostgres.builder().setServerConfig("listen_addresses", "localhost").start();
        int first = neighbours();
        NODES.add(node("one", first, first));
        NODES.add(node("two", neighbours(), first));
        balancer = new Balancer(NODES);
    }

    private static TestServer node(String name, int port, int member) {
        return TestServer.start(
                folder.resolve(name),
                "--programs.port=" + TestServer.freePort(),
                "--db.url=postgresql://postgres:postgres@127.0.0.1:"
                        + postgres.getPort()
                        + "/postgres",
                "--cluster.enabled=true",
                "--cluster.host=127.0.0.1",
                "--cluster.port=" + port,
                "--cluster.members=127.0.0.1:" + member,
                "--cluster.secret=long-enough-for-a-cluster",
                "--node.name=" + name);
    }

    /** The first of two free ports: membership and bus. */
    private static int neighbours() throws IOException {
        return TestServer.until(
                "two free ports",
                () -> {
                    int port = TestServer.freePort();
                    try (ServerSocket next =
                            new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                        return Optional.of(next.getLocalPort() - 1);
                    } catch (IOException e) {
                        return Optional.empty();
                    }
                });
    }

    @AfterAll
    static void stop() throws IOException {
        if (balancer != null) {
            balancer.close();
        }
        NODES.forEach(TestServer::close);
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client-1, polling",
        "client-2, polling",
        "client-3, polling",
        "client-4, polling",
        "client-1, default",
        "client-2, default",
        "client-3, default",
        "client-4, default"
    })
    void nothingNeedsToBeSticky(String library, String transport) {
        long relayed = relayed();
        try (NodeProgram program =
                NodeProgram.start(library, balancer.url(), transport, TestServer.TOKEN)) {
            JsonObject connected = program.next();
            assertThat(connected.getBoolean("connected")).as("%s", connected).isTrue();
            if (transport.equals("default")) {
                program.untilOnWebsocket();
            }

            String name = "b" + ++round + "-";
            IntStream.range(0, EVENTS).forEach(i -> tell(name + i));

            List<String> ids = new ArrayList<>();
            while (ids.size() < EVENTS) {
                JsonObject line = program.next("name");
                assertThat(line.getString("name")).isNotEqualTo("lost");
                if (line.getString("name").equals("ringing")) {
                    ids.add(line.getJsonObject("data").getString("id"));
                }
            }
            // two nodes tell, so only what one of them tells is in its order
            assertThat(ids)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, EVENTS).mapToObj(i -> name + i).toList());
            for (int i = 0; i < 10; i++) {
                assertThat(answer(program)).isEqualTo("no agent is known as nobody");
            }
        }
        TestServer.until(
                "words between the nodes",
                () -> Optional.of(relayed()).filter(now -> now > relayed + 10));
    }

    private static void tell(String id) {
        Topic.CALLS.publish(NODES.get(id.hashCode() & 1).server().vertx(), JohnsCall.ringing(id));
    }

    private static String answer(NodeProgram program) {
        JsonObject page =
                new JsonObject()
                        .put("url", "https://crm.example/")
                        .put("peer", "nobody")
                        .put("mode", "new_tab");
        return program.ask("AgentCTI", page).getString("error");
    }

    private static long relayed() {
        return NODES.stream()
                .flatMap(node -> node.get("/metrics").body().lines())
                .filter(line -> line.startsWith("belfry_program_words_relayed_total "))
                .mapToLong(line -> Math.round(Double.parseDouble(line.split(" ")[1])))
                .sum();
    }
}
