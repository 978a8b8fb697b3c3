package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the original's style, as the script of an integration of the real server. */
class HandlersExampleTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "handlers", "handlers.js");

    /** On a machine that does a lot else a worker needs minutes to start. */
    private static final Duration LIMIT = Duration.ofSeconds(400);

    @TempDir private Path folder;

    @Test
    void fiveHandlersMakePagesMessagesAndRowsOfRecordedCalls() throws IOException {
        try (PbxSimulator pbx = TestServer.simulator();
                TestServer server = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
            server.variable("ordernumber");
            server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
            server.agent("Andrea Bianco", "2001", "andrea", "PJSIP/andrea.bianco");
            server.create("/api/v1/integrations", integration(Files.readString(EXAMPLE)));
            server.untilLive();

            play(pbx, "06-ringall-one-answers");
            play(pbx, "03-abandon-while-waiting");
            play(pbx, "12-outbound-answered");

            List<String> answered = story(server, "sales", "script handled hangup");
            List<String> abandoned = story(server, "vip", "script handled abandon");
            List<String> outbound = story(server, "", "script handled outbound");
            assertThat(answered)
                    .filteredOn(line -> line.contains("Call in sales"))
                    .hasSize(3)
                    .first()
                    .asString()
                    .startsWith("Orders: ");
            assertThat(answered)
                    .filteredOn(line -> line.contains("http://crm.example/orders?number=A-6006"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("for PJSIP/john.doe");
            assertThat(answered)
                    .filteredOn(line -> line.contains("reference A-6006 in the Realtime table"))
                    .hasSize(2);
            assertThat(abandoned)
                    .anyMatch(
                            line ->
                                    line.contains(
                                            "console: abandoned after 6 s, phones that rang: 0"))
                    .anyMatch(line -> line.contains("reference A-3003 in the Realtime table"));
            assertThat(outbound)
                    .anyMatch(line -> line.contains("http://crm.example/dial?number="))
                    .anyMatch(line -> line.contains("Dialling"));
            List<JsonObject> rows =
                    TestServer.until(
                            LIMIT,
                            "both rows, the first one brought up to date",
                            () ->
                                    Optional.of(server.items("/api/v1/realtime"))
                                            .filter(all -> all.size() == 2)
                                            .filter(all -> all.toString().contains("talktime")));
            assertThat(rows)
                    .extracting(row -> row.getString("reference"))
                    .containsExactlyInAnyOrder("A-6006", "A-3003");
            JsonObject updated =
                    rows.stream()
                            .filter(row -> row.getString("reference").equals("A-6006"))
                            .findFirst()
                            .orElseThrow();
            assertThat(updated.getString("type")).isEqualTo("Orders");
            assertThat(updated.getJsonObject("channel").getString("event")).isEqualTo("hangup");
            assertThat(updated.getString("url"))
                    .startsWith("http://crm.example/orders?number=A-6006");
        }
    }

    private static JsonObject integration(String script) {
        return new JsonObject()
                .put("appname", "Orders")
                .put("enabled", true)
                .put("url", "")
                .put("variables", new JsonArray().add("ordernumber"))
                .put("rules", new JsonArray())
                .put("script", script);
    }

    private static void play(PbxSimulator pbx, String recording) {
        pbx.play(Speed.times(20), TestServer.recording(recording))
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Of the call of this queue, when it has this line. */
    private static List<String> story(TestServer server, String queue, String awaited) {
        return TestServer.until(
                LIMIT,
                "\"" + awaited + "\" in a call of \"" + queue + "\"",
                () ->
                        server.items("/api/v1/calls").stream()
                                .filter(call -> call.getString("queue").equals(queue))
                                .map(call -> lines(server, call.getString("id")))
                                .filter(lines -> has(lines, awaited))
                                .findFirst());
    }

    private static boolean has(List<String> lines, String awaited) {
        return lines.stream().anyMatch(line -> line.contains(awaited));
    }

    private static List<String> lines(TestServer server, String call) {
        return Optional.of(server.get("/api/v1/calls/" + call + "/trace"))
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.json().getJsonArray("items"))
                .orElseGet(JsonArray::new)
                .stream()
                .map(line -> ((JsonObject) line).getString("text"))
                .toList();
    }
}
