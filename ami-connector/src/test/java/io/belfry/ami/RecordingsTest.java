package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ground truth: what a real PBX said must become exactly the events that the phones confirm. */
class RecordingsTest {
    private static final AgentDirectory AGENTS = Expected.agents();

    static Stream<String> scenarios() {
        return Arrays.stream(Expected.FOLDER.toFile().list())
                .filter(file -> file.endsWith(".ami.gz"))
                .map(file -> file.replaceFirst("(-part\\d)?\\.ami\\.gz$", ""))
                .distinct()
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void recordingGivesExactlyTheVerifiedEvents(String scenario) throws IOException {
        Map<String, List<JsonObject>> derived = derived(scenario);

        List<String> differences = new ArrayList<>();
        derived.forEach(
                (file, events) ->
                        differences.addAll(
                                new Comparison(AGENTS).differences(Expected.of(file), events)));

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18b-crash", "26-session-kicked"})
    void callThatEndedWhileNobodyListenedEndsOnceAndSaysSo(String scenario) throws IOException {
        List<JsonObject> recovered =
                derived(scenario).get(scenario + "-part2").stream()
                        .filter(event -> event.containsKey("recovered"))
                        .filter(event -> event.getString("event").equals("hangup"))
                        .toList();

        assertThat(recovered).hasSize(1);
        assertThat(recovered.get(0).getString("talktime")).isEmpty();
    }

    @Test
    void agentsWhoRingOrTalkWhenWeComeLateAreTold() throws IOException {
        List<JsonObject> recovered =
                derived("23-late-join").get("23-late-join").stream()
                        .filter(event -> event.containsKey("recovered"))
                        .toList();

        assertThat(recovered)
                .extracting(event -> event.getString("event") + " " + event.getString("agentname"))
                .containsExactlyInAnyOrder("up Andrea Bianco", "ringing Maria Rossi");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whoTalksIsKnownByTheRealDevice(String scenario) throws IOException {
        assertThat(derived(scenario).values().stream().flatMap(List::stream))
                .filteredOn(event -> List.of("up", "hangup").contains(event.getString("event")))
                .filteredOn(event -> event.getString("peer").startsWith("Local/"))
                .allSatisfy(
                        event ->
                                assertThat(event.getString("device"))
                                        .matches("(PJ)?SIP/(agent)?\\d+"));
    }

    private static Map<String, List<JsonObject>> derived(String scenario) throws IOException {
        Map<String, List<JsonObject>> derived = new HashMap<>();
        List<Path> connections = connections(scenario);
        connections.forEach(file -> derived.put(Replay.name(file), new ArrayList<>()));
        new Replay(AGENTS, Comparison.VARIABLES)
                .play(
                        connections,
                        each -> {
                            if (each.event().kind().isOriginal()) {
                                JsonObject json =
                                        CallEventJson.of(each.event()).put("t_ms", each.millis());
                                derived.get(each.file()).add(json);
                            }
                        });
        return derived;
    }

    static List<Path> connections(String scenario) {
        return Arrays.stream(Expected.FOLDER.toFile().list())
                .filter(
                        file ->
                                file.matches(
                                        java.util.regex.Pattern.quote(scenario)
                                                + "(-part\\d)?\\.ami\\.gz"))
                .sorted()
                .map(Expected.FOLDER::resolve)
                .toList();
    }
}
