package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.Replay;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final String RECORDING = "06-ringall-one-answers";

    @TempDir private static Path folder;

    private static PbxSimulator pbx;
    private static TestServer server;
    private static String url;
    private static int round;

    @BeforeAll
    static void start() throws IOException {
        NodeProgram.install();
        pbx = TestServer.simulator();
        int port = freePort();
        List<String> settings = new ArrayList<>(List.of(TestServer.pbx(pbx.port())));
        settings.add("--programs.port=" + port);
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

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
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
        "client-1, polling", "client-1, websocket", "client-1, default",
        "client-2, polling", "client-2, websocket", "client-2, default",
        "client-3, polling", "client-3, websocket", "client-3, default",
        "client-4, polling", "client-4, websocket", "client-4, default",
    })
    void aProgramGetsAllEventsInOrderAndItsCommandsAreAnswered(String library, String transport) {
        try (NodeProgram program = connected(library, transport)) {
            List<String> expected = played();

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

    /** The kinds of events that the recording makes, in order. */
    private static List<String> played() {
        pbx.play(Speed.times(50), TestServer.recording(RECORDING))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        List<String> events = new ArrayList<>();
        new Replay(AgentDirectory.EMPTY, List.of())
                .play(
                        List.of(TestServer.recording(RECORDING)),
                        each -> {
                            if (each.event().kind().isOriginal()) {
                                events.add(each.event().kind().word());
                            }
                        });
        assertThat(events).hasSizeGreaterThan(4);
        return events;
    }

    private static void commands(NodeProgram program) {
        JsonObject page =
                new JsonObject()
                        .put("url", "https://crm.example/A-1?name=Müller 電")
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
                .containsExactlyElementsOf(
                        IntStream.range(1, 60).mapToObj(i -> name + i).toList());
    }

    private static String id(JsonObject line) {
        return line.getJsonObject("data").getString("id");
    }

    private static void tell(String id) {
        CallEvent event =
                new CallEvent.Ringing(
                        new CallEvent.Head(id, Instant.now(), false),
                        new Call(
                                new CallId("pbx1", "7.7"),
                                "7.7",
                                "sales",
                                "PJSIP/trunk-1",
                                "from-trunk",
                                "6000",
                                new Caller("0255512345", "Müller 電"),
                                Map.of()),
                        new AgentLeg("John Doe", "2004", "PJSIP/john.doe", "", "7.8"),
                        1);
        Topic.CALLS.publish(server.server().vertx(), event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-1", "client-2", "client-3", "client-4"})
    void aWrongTokenIsRefusedWithAReason(String library) {
        try (NodeProgram program = NodeProgram.start(library, url, "default", "wrong")) {
            assertThat(program.next("refused").getString("refused"))
                    .contains("The token is wrong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-1", "client-2", "client-3", "client-4"})
    void aProgramMovesToAWebsocketByItself(String library) {
        try (NodeProgram program = connected(library, "default")) {
            TestServer.until(
                    "the program has moved",
                    () -> {
                        program.tell(new JsonObject().put("transport", true));
                        String now = program.next("transport").getString("transport");
                        return java.util.Optional.of(now).filter("websocket"::equals);
                    });
        }
    }
}
