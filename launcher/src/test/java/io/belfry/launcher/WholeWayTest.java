package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.Replay;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.simulator.PbxSimulator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the PBX's socket to the row and the story, through the real server. */
class WholeWayTest {
    @TempDir private Path folder;

    /** The example of the original: on answer, only for one queue, with the order number. */
    @Test
    void callOfTheRightQueueWritesItsRowAndTheOtherSaysWhyNot() {
        try (PbxSimulator pbx = TestServer.simulator();
                TestServer server = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
            server.variable("ordernumber");
            server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
            server.agent("Andrea Bianco", "2001", "andrea", "PJSIP/andrea.bianco");
            server.create("/api/v1/integrations", onAnswerIn("sales"));
            server.untilLive();

            play(pbx, "06-ringall-one-answers");
            JsonObject row =
                    TestServer.until(
                            "a row", () -> server.items("/api/v1/realtime").stream().findFirst());
            play(pbx, "01-answered-caller-hangup");
            List<String> story =
                    TestServer.until(
                            "the story of the other call",
                            () ->
                                    Optional.of(story(server, "pbx1:1795359536.0"))
                                            .filter(
                                                    lines ->
                                                            lines.stream()
                                                                    .anyMatch(
                                                                            line ->
                                                                                    line.contains(
                                                                                            "wants"))));

            assertThat(row.getString("type")).isEqualTo("Acme");
            assertThat(row.getString("reference")).isEqualTo("A-6006");
            assertThat(row.getJsonObject("channel").getString("agentname")).isEqualTo("John Doe");
            assertThat(row.getJsonObject("channel").getString("ordernumber")).isEqualTo("A-6006");
            assertThat(story).anyMatch(line -> line.contains("queue is support, wants sales"));
            assertThat(server.items("/api/v1/realtime")).hasSize(1);
        }
    }

    /** A complaint becomes a file, and the file becomes the same events again. */
    @Test
    void recordingOfACallIsReplayedToTheEventsOfItsStory() throws IOException {
        try (PbxSimulator pbx = TestServer.simulator();
                TestServer server = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
            server.untilLive();
            play(pbx, "14-two-calls-interleaved");
            play(pbx, "06-ringall-one-answers");
            JsonObject call =
                    TestServer.until(
                            "both calls and the one with three agents have ended",
                            () ->
                                    server.items("/api/v1/calls").stream()
                                            .filter(each -> each.getString("queue").equals("sales"))
                                            .filter(each -> each.getString("state").equals("ended"))
                                            .findFirst());
            String path = "/api/v1/calls/" + call.getString("id");
            List<String> told =
                    server.items(path + "/trace").stream()
                            .filter(line -> line.getString("step").equals("pbx"))
                            .map(line -> line.getJsonObject("data").getString("id"))
                            .toList();
            Path file = folder.resolve("complaint.ami");
            Files.writeString(file, server.get(path + "/recording").body());

            List<String> replayed = new ArrayList<>();
            new Replay(AgentDirectory.EMPTY, List.of())
                    .play(List.of(file), each -> replayed.add(each.event().id()));

            assertThat(told).hasSize(8);
            assertThat(replayed).isEqualTo(told);
            assertThat(server.get(path + "/recording?mask=true").body())
                    .doesNotContain(call.getString("callernum"));
        }
    }

    @Test
    void restartInMidCallEndsOnceWhatEndedMeanwhile() {
        try (PbxSimulator pbx = TestServer.simulator()) {
            try (TestServer server = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
                server.agent("Maria Rossi", "2002", "maria", "PJSIP/maria.rossi");
                server.untilLive();
                // the PBX process dies in the middle of this one: no end is ever told
                play(pbx, "18b-crash-part1");
                TestServer.until(
                        "the call is up",
                        () ->
                                call(server, "1795360233.2")
                                        .filter(call -> call.encode().contains("\"up\"")));
            }
            pbx.restart();

            try (TestServer again = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
                again.untilLive();
                TestServer.until(
                        "the end of the call",
                        () -> Optional.of(ends(again)).filter(ends -> ends >= 1));
                pbx.cutConnections();
                again.untilLive();

                assertThat(ends(again)).isEqualTo(1);
            }
        }
    }

    private static long ends(TestServer server) {
        return story(server, "pbx1:1795360233.2").stream()
                .filter(line -> line.startsWith("hangup"))
                .count();
    }

    private static Optional<JsonObject> call(TestServer server, String uniqueid) {
        return server.items("/api/v1/calls").stream()
                .filter(call -> call.encode().contains(uniqueid))
                .findFirst();
    }

    private static List<String> story(TestServer server, String call) {
        TestServer.Answer answer = server.get("/api/v1/calls/" + call + "/trace");
        return answer.status() != 200
                ? List.of()
                : answer.json().getJsonArray("items").stream()
                        .map(line -> ((JsonObject) line).getString("text"))
                        .toList();
    }

    private static void play(PbxSimulator pbx, String recording) {
        pbx.play(io.belfry.simulator.replay.Speed.times(20), TestServer.recording(recording))
                .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private static JsonObject onAnswerIn(String queue) {
        return new JsonObject()
                .put("appname", "Acme")
                .put("enabled", true)
                .put("url", "http://127.0.0.1:1/orders?phone={callernum}&order={ordernumber}")
                .put("variables", new JsonArray().add("ordernumber"))
                .put(
                        "rules",
                        new JsonArray()
                                .add(
                                        new JsonObject()
                                                .put("name", "on answer")
                                                .put("enabled", true)
                                                .put("events", new JsonArray().add("up"))
                                                .put(
                                                        "all",
                                                        new JsonArray()
                                                                .add(
                                                                        new JsonObject()
                                                                                .put(
                                                                                        "field",
                                                                                        "queue")
                                                                                .put("op", "equals")
                                                                                .put(
                                                                                        "value",
                                                                                        queue)))
                                                .put("any", new JsonArray())
                                                .put(
                                                        "actions",
                                                        new JsonArray()
                                                                .add(
                                                                        new JsonObject()
                                                                                .put("type", "open")
                                                                                .put("url", "")
                                                                                .put(
                                                                                        "mode",
                                                                                        "new_tab"))
                                                                .add(
                                                                        new JsonObject()
                                                                                .put(
                                                                                        "type",
                                                                                        "realtime")
                                                                                .put(
                                                                                        "reference",
                                                                                        "{ordernumber}")
                                                                                .put("url", "")))));
    }
}
