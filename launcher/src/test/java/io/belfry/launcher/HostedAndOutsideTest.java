package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One file with all five handlers in the original's style: as the script of an integration and as a
 * program in Node it causes the same at agents' screens and in the Realtime table, when the same
 * recordings are played.
 */
class HostedAndOutsideTest {
    private static final Path FILE = Path.of("../examples/handlers/handlers.js").toAbsolutePath();
    private static final List<String> RECORDINGS =
            List.of("06-ringall-one-answers", "03-abandon-while-waiting", "12-outbound-answered");

    /** Four messages, two pages, three rows pushed. */
    private static final int COMMANDS = 9;

    /** On a machine that does a lot else a worker needs minutes to start. */
    private static final Duration LIMIT = Duration.ofSeconds(400);

    private static final Map<String, String> AGENTS =
            new TreeMap<>(
                    Map.of(
                            "andrea", "PJSIP/andrea.bianco",
                            "giulia", "PJSIP/giulia.neri",
                            "john", "PJSIP/john.doe",
                            "luca", "PJSIP/luca.verdi"));

    @TempDir private static Path folder;

    private static Effects hosted;

    /**
     * What it came to.
     *
     * @param screens pages and messages at each agent, in the order in which they came
     * @param calls what was asked for in each call, in this order
     * @param rows of the table as they are at the end
     */
    private record Effects(
            Map<String, List<String>> screens,
            Map<String, List<String>> calls,
            List<JsonObject> rows) {}

    /** A server with a PBX and the pages of all agents. */
    private static final class World implements AutoCloseable {
        private final PbxSimulator pbx = TestServer.simulator();
        private final TestServer server;
        private final Map<String, AgentSocket> screens = new LinkedHashMap<>();

        World(String name) throws IOException {
            List<String> settings = new ArrayList<>(List.of(TestServer.pbx(pbx.port())));
            settings.add("--programs.port=" + TestServer.freePort());
            server =
                    TestServer.start(
                            Files.createDirectory(folder.resolve(name)),
                            settings.toArray(String[]::new));
            server.variable("ordernumber");
            int number = 2001;
            for (Map.Entry<String, String> agent : AGENTS.entrySet()) {
                String user = agent.getKey();
                server.agent(user, Integer.toString(number++), user, agent.getValue());
                screens.put(user, new AgentSocket(server.url(), user, TestServer.PASSWORD));
            }
            server.untilLive();
        }

        Effects play() {
            for (String each : RECORDINGS) {
                pbx.play(Speed.times(4), TestServer.recording(each))
                        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
            Map<String, List<String>> calls = TestServer.until(LIMIT, "all commands", this::calls);
            return new Effects(atScreens(), calls, rows());
        }

        private Optional<Map<String, List<String>>> calls() {
            Map<String, List<String>> all = new TreeMap<>();
            for (JsonObject call : server.items("/api/v1/calls")) {
                String id = call.getString("id");
                all.put(
                        id,
                        server.items("/api/v1/calls/" + id + "/trace").stream()
                                .map(line -> line.getJsonObject("data"))
                                .filter(data -> data.containsKey("command"))
                                .map(HostedAndOutsideTest::command)
                                .toList());
            }
            int commands = all.values().stream().mapToInt(List::size).sum();
            return Optional.of(all).filter(any -> commands >= COMMANDS);
        }

        private Map<String, List<String>> atScreens() {
            Map<String, List<String>> all = new TreeMap<>();
            screens.forEach(
                    (user, screen) ->
                            all.put(
                                    user,
                                    screen.of("open", "notify").stream()
                                            .map(HostedAndOutsideTest::shown)
                                            .toList()));
            return all;
        }

        /** Without when they were written. */
        private List<JsonObject> rows() {
            List<JsonObject> all =
                    TestServer.until(
                            LIMIT,
                            "rows that know how the call ended and what became of the page",
                            () ->
                                    Optional.of(server.items("/api/v1/realtime"))
                                            .filter(rows -> rows.size() >= 2)
                                            .filter(rows -> rows.toString().contains("talktime"))
                                            .filter(rows -> rows.toString().contains("opened")));
            all.forEach(
                    row -> {
                        row.remove("time");
                        row.getJsonObject("channel").remove("time");
                    });
            return all.stream().sorted(Comparator.comparing(JsonObject::encode)).toList();
        }

        @Override
        public void close() {
            screens.values().forEach(AgentSocket::close);
            server.close();
            pbx.close();
        }
    }

    private static String command(JsonObject data) {
        return fields(data, "command", "agent", "url", "mode", "level", "reference");
    }

    private static String shown(JsonObject message) {
        return fields(message, "type", "call", "url", "mode", "level", "title", "body");
    }

    private static String fields(JsonObject of, String... names) {
        JsonObject kept = new JsonObject();
        for (String name : names) {
            if (of.containsKey(name)) {
                kept.put(name, of.getValue(name));
            }
        }
        return kept.encode();
    }

    @BeforeAll
    static void asTheScriptOfAnIntegration() throws IOException {
        try (World world = new World("hosted")) {
            world.server.create(
                    "/api/v1/integrations",
                    new JsonObject()
                            .put("appname", "Orders")
                            .put("enabled", true)
                            .put("url", "")
                            .put("variables", new JsonArray().add("ordernumber"))
                            .put("rules", new JsonArray())
                            .put("script", Files.readString(FILE)));
            hosted = world.play();
        }
    }

    @Test
    void allFiveHandlersAndEveryWayToSpeakAreUsed() {
        assertThat(hosted.screens().get("john"))
                .containsExactly(
                        "{\"type\":\"notify\",\"call\":\"pbx1:1795359712.41\",\"level\":\"info\","
                                + "\"title\":\"Call in sales\",\"body\":\"0277788899\"}",
                        "{\"type\":\"open\",\"call\":\"pbx1:1795359712.41\","
                                + "\"url\":\"http://crm.example/orders?number=A-6006&phone=0277788899\","
                                + "\"mode\":\"new_tab\",\"title\":\"0277788899\"}");
        assertThat(hosted.screens().get("luca")).hasSize(1);
        assertThat(hosted.screens().get("giulia")).hasSize(1);
        assertThat(hosted.screens().get("andrea"))
                .anyMatch(page -> page.contains("/dial?number="))
                .anyMatch(message -> message.contains("Dialling"))
                .hasSize(2);
        assertThat(hosted.rows())
                .extracting(
                        row -> row.getString("reference"),
                        row -> row.getJsonObject("channel").getString("event"),
                        row -> row.getString("outcome"))
                .containsExactlyInAnyOrder(
                        tuple("A-6006", "hangup", "opened"), tuple("A-3003", "abandon", ""));
        assertThat(hosted.calls().values().stream().mapToInt(List::size).sum()).isEqualTo(COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-2", "client-4"})
    void asAProgramItCausesTheSame(String library) throws IOException {
        NodeProgram.install();
        try (World world = new World(library);
                ExampleProgram program =
                        ExampleProgram.node(
                                folder.resolve(library + "-program"),
                                FILE,
                                library,
                                world.server.server().programsUrl().orElseThrow(),
                                TestServer.TOKEN)) {
            program.until("connected to " + world.server.server().programsUrl().orElseThrow());

            Effects outside = world.play();

            assertThat(outside.screens()).isEqualTo(hosted.screens());
            assertThat(outside.calls()).isEqualTo(hosted.calls());
            assertThat(outside.rows()).isEqualTo(hosted.rows());
        }
    }
}
