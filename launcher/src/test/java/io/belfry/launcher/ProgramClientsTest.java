package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.Replay;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.bus.Topic;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every generation of socket.io's own client against the whole server. */
class ProgramClientsTest {
    @TempDir private static Path folder;

    private static PbxSimulator pbx;
    private static TestServer server;
    private static String url;
    private static int round;

    @BeforeAll
    static void start() {
        NodeProgram.install();
        pbx = TestServer.simulator();
        List<String> settings = new ArrayList<>(List.of(TestServer.pbx(pbx.port())));
        settings.add("--programs.port=" + TestServer.freePort());
        server = TestServer.start(folder, settings.toArray(String[]::new));
        url = server.server().programsUrl().orElseThrow();
        server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
        server.untilLive();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (pbx != null) {
            pbx.close();
        }
    }

    private static NodeProgram connected(String library, String transport) {
        NodeProgram program = NodeProgram.start(library, url, transport, TestServer.TOKEN);
        JsonObject first = program.next();
        assertThat(first.getBoolean("connected")).as("%s", first).isTrue();
        return program;
    }

    @ParameterizedTest
    @CsvSource({
        "client-1, polling, 01-answered-caller-hangup",
        "client-1, websocket, 02-answered-agent-hangup",
        "client-1, default, 03-abandon-while-waiting",
        "client-2, polling, 04-abandon-while-ringing",
        "client-2, websocket, 05-ring-no-answer-second-agent",
        "client-2, default, 06-ringall-one-answers",
        "client-3, polling, 07-agent-rejects-busy",
        "client-3, websocket, 14-two-calls-interleaved",
        "client-3, default, 08-queue-timeout-exit",
        "client-4, polling, 17-hostile-caller-names",
        "client-4, websocket, 05b-ring-no-answer-same-agent-twice",
        "client-4, default, 04b-abandon-while-ringing-ringall",
    })
    void aProgramGetsAllEventsInOrderAndItsCommandsAreAnswered(
            String library, String transport, String recording) throws IOException {
        try (NodeProgram program = connected(library, transport)) {
            List<String> expected = played(recording);

            List<String> named = new ArrayList<>();
            List<String> general = new ArrayList<>();
            while (general.size() < expected.size()) {
                JsonObject line = program.next("name");
                String event = line.getJsonObject("data").getString("event");
                (line.getString("name").equals("event") ? general : named).add(event);
            }
            assertThat(general).isEqualTo(expected);
            assertThat(named).isEqualTo(expected);
            commands(program);
            breaks(program);
        }
    }

    /** Each recording once: its calls are known afterwards. */
    private static List<String> played(String recording) throws IOException {
        pbx.play(Speed.times(50), TestServer.recording(recording))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        List<String> events = new ArrayList<>();
        new Replay(AgentDirectory.EMPTY, List.of())
                .play(
                        List.of(TestServer.recording(recording)),
                        each -> {
                            if (each.event().kind().isOriginal()) {
                                events.add(each.event().kind().word());
                            }
                        });
        assertThat(events).isNotEmpty();
        return events;
    }

    private static void commands(NodeProgram program) {
        JsonObject page =
                new JsonObject()
                        .put("url", "https://crm.example/A-1?name=Müller電")
                        .put("peer", "PJSIP/john.doe")
                        .put("mode", "new_tab");
        JsonObject message =
                new JsonObject()
                        .put("peer", "2004")
                        .put("type", "info")
                        .put("title", "Müller 電")
                        .put("body", "x");
        String reference = "Müller 電 " + ++round;
        JsonObject row =
                new JsonObject()
                        .put("type", "Acme")
                        .put("channel", new JsonObject().put("uniqueid", "1.1"))
                        .put("reference", reference)
                        .put("url", "https://crm.example/A-1");

        // nobody has the agent's page open: the page waits in his list
        assertThat(program.ask("AgentCTI", page).encode())
                .isEqualTo("{\"ok\":true,\"outcome\":\"missed\",\"clients\":0}");
        assertThat(program.ask("AgentCTINotification", message).encode())
                .isEqualTo("{\"ok\":true,\"outcome\":\"missed\",\"clients\":0}");
        assertThat(program.ask("RealtimeCTI", row).encode())
                .isEqualTo("{\"ok\":true,\"outcome\":\"written\",\"clients\":0}");
        assertThat(server.items("/api/v1/realtime").get(0).getString("reference"))
                .isEqualTo(reference);
        assertThat(program.ask("AgentCTI", page.put("peer", "nobody")).getString("error"))
                .isEqualTo("no agent is known as nobody");
    }

    /** The connection breaks, and meanwhile calls go on. */
    private static void breaks(NodeProgram program) {
        String name = "r" + ++round + "-";
        tell(name + 0);
        while (!name.concat("0").equals(id(program.next("name")))) {
            // events of before
        }
        program.tell(new JsonObject().put("cut", true));
        program.next("disconnected");
        IntStream.range(1, 50).forEach(i -> tell(name + i));

        program.next("connected");
        IntStream.range(50, 60).forEach(i -> tell(name + i));

        List<String> ids = new ArrayList<>();
        while (ids.size() < 59) {
            JsonObject line = program.next("name");
            assertThat(line.getString("name")).isNotEqualTo("lost");
            if (line.getString("name").equals("ringing")) {
                ids.add(id(line));
            }
        }
        assertThat(ids)
                .containsExactlyElementsOf(IntStream.range(1, 60).mapToObj(i -> name + i).toList());
    }

    private static String id(JsonObject line) {
        return line.getJsonObject("data").getString("id");
    }

    private static void tell(String id) {
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.ringing(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-1", "client-2", "client-3", "client-4"})
    void aWrongTokenIsRefusedWithAReason(String library) {
        try (NodeProgram program = NodeProgram.start(library, url, "default", "wrong")) {
            assertThat(program.next("refused").getString("refused")).contains("The token is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-1", "client-2", "client-3", "client-4"})
    void aProgramMovesToAWebsocketByItself(String library) {
        try (NodeProgram program = connected(library, "default")) {
            program.untilOnWebsocket();
        }
    }
}
