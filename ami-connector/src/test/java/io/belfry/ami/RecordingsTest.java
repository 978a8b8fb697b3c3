package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ground truth: what a real PBX said must become exactly the events that the phones confirm. */
class RecordingsTest {
    private static final long TOLERANCE_MILLIS = 150;
    private static final List<String> VARIABLES = List.of("ordernumber", "customerid");

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
                        differences.addAll(compare(Expected.of(file), new ArrayList<>(events))));

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

    private static Map<String, List<JsonObject>> derived(String scenario) throws IOException {
        Map<String, List<JsonObject>> derived = new HashMap<>();
        List<Path> connections = connections(scenario);
        connections.forEach(file -> derived.put(Replay.name(file), new ArrayList<>()));
        new Replay(AGENTS, VARIABLES)
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

    private static List<String> compare(List<Expected.Line> wanted, List<JsonObject> derived) {
        List<String> differences = new ArrayList<>();
        for (Expected.Line line : wanted) {
            Optional<JsonObject> match =
                    derived.stream()
                            .filter(event -> fits(line, event))
                            .min(Comparator.comparing(event -> distance(line, event)));
            if (match.isEmpty()) {
                differences.add("missing " + line);
                continue;
            }
            derived.remove(match.get());
            differences.addAll(differences(line, match.get()));
        }
        // what a snapshot proved is no line of the table, which lists what the stream itself says
        derived.stream()
                .filter(event -> !event.containsKey("recovered"))
                .forEach(event -> differences.add("extra " + event.encode()));
        return differences;
    }

    private static boolean fits(Expected.Line line, JsonObject event) {
        return line.get("event").equals(event.getString("event"))
                && line.get("uniqueid").equals(event.getString("uniqueid"))
                && line.get("queue").equals(event.getString("queue"))
                && line.get("peer").equals(event.getString("peer", ""));
    }

    private static long distance(Expected.Line line, JsonObject event) {
        return Math.abs(line.millis() - event.getLong("t_ms"));
    }

    private static List<String> differences(Expected.Line line, JsonObject event) {
        Map<String, String> wanted = new HashMap<>();
        Kind kind = Kind.valueOf(line.get("event").toUpperCase(java.util.Locale.ROOT));
        if (kind != Kind.ABANDON) {
            String agent =
                    AGENTS.ofDevice(line.get("peer"))
                            .map(each -> each.name())
                            .orElse(line.get("agent"));
            wanted.put("agentname", agent);
        }
        if (!line.get("caller").isEmpty()) {
            wanted.put("callernum", line.get("caller"));
        }
        for (String figure : List.of("holdtime", "ringtime", "talktime")) {
            String column = figure.equals("ringtime") ? figure : figure + "_s";
            if (!line.get(column).isEmpty()) {
                wanted.put(figure, line.get(column));
            }
        }
        if (kind == Kind.HANGUP) {
            wanted.put("reason", line.get("reason"));
        }
        if (kind == Kind.ABANDON && !line.get("reason").isEmpty()) {
            String reason = line.get("reason");
            wanted.put(
                    "abandonreason",
                    Set.of("caller", "timeout", "withdrawn").contains(reason) ? reason : "other");
        }
        for (String variable : VARIABLES) {
            if (kind == Kind.RINGING || !line.get(variable).isEmpty()) {
                wanted.put(variable, AmiText.unescaped(line.get(variable)));
            }
        }
        List<String> differences = new ArrayList<>();
        wanted.forEach(
                (field, value) -> {
                    if (!value.equals(event.getString(field))) {
                        differences.add(
                                line
                                        + ": "
                                        + field
                                        + " is "
                                        + event.getString(field)
                                        + ", not "
                                        + value);
                    }
                });
        if (distance(line, event) > TOLERANCE_MILLIS) {
            differences.add(line + ": came at " + event.getLong("t_ms"));
        }
        return differences;
    }
}
