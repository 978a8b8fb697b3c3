package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events that only come to who asks for them. No table lists them all, so each recording has a
 * file of ours that was read by hand against what the phones did; the ends of ringing also stand in
 * the table. {@code -Dbelfry.golden=write} writes the files anew, and then the difference is to be
 * read before it is committed.
 */
class OptInEventsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Map<String, String> REASONS =
            Map.of("noanswer", "noanswer", "rejected", "reject", "elsewhere", "taken");
    private static final List<String> DETAILS =
            List.of(
                    "ringtime",
                    "talktime",
                    "reason",
                    "by",
                    "position",
                    "leavereason",
                    "mode",
                    "to",
                    "toagent",
                    "pausereason");

    static Stream<String> scenarios() {
        return RecordingsTest.scenarios().filter(scenario -> !scenario.startsWith("19"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void optInEventsAreThoseThatWereReadByHand(String scenario) throws IOException {
        String derived = derived(scenario);
        Path golden = GOLDEN.resolve(scenario + ".txt");
        if ("write".equals(System.getProperty("belfry.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, derived);
        }

        assertThat(derived).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("io.belfry.ami.RecordingsTest#scenarios")
    void ringingEndsForTheReasonThatTheTableGives(String scenario) throws IOException {
        List<String> wanted = new ArrayList<>();
        List<String> derived = new ArrayList<>();
        for (Path file : RecordingsTest.connections(scenario)) {
            for (VerifiedEvents.Line line : Expected.ringEnds(Replay.name(file))) {
                String event = REASONS.get(line.get("reason"));
                if (event != null) {
                    String leg = line.get("agent_leg_uniqueid");
                    wanted.add(
                            event
                                    + " "
                                    + line.get("peer")
                                    + " "
                                    + leg
                                    + seconds(event, line.get("ringtime")));
                }
            }
        }

        play(
                scenario,
                (file, event) -> {
                    if (REASONS.containsValue(event.getString("event"))
                            && !recoveredRing(scenario, event)) {
                        derived.add(
                                event.getString("event")
                                        + " "
                                        + event.getString("peer")
                                        + " "
                                        + event.getString("agentuniqueid")
                                        + event.getString("ringtime", ""));
                    }
                });

        assertThat(derived).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private static String orDash(String peer) {
        return peer.isEmpty() ? "-" : peer;
    }

    /** Phones that already rang when we came: the table lists what the stream alone says. */
    private static boolean recoveredRing(String scenario, JsonObject event) {
        return scenario.equals("26-session-kicked") && event.getString("event").equals("taken");
    }

    private static String seconds(String event, String millis) {
        return event.equals("taken")
                ? ""
                : Long.toString(Long.parseLong(millis.replace("ms", "")) / 1000);
    }

    private static String derived(String scenario) throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        play(
                scenario,
                (file, event) ->
                        lines.computeIfAbsent(file, name -> new ArrayList<>())
                                .add(
                                        Stream.concat(
                                                        Stream.of(
                                                                event.getString("event"),
                                                                event.getString("queue"),
                                                                orDash(event.getString("peer")),
                                                                event.getString("uniqueid"),
                                                                event.getString("agentuniqueid")),
                                                        DETAILS.stream()
                                                                .filter(event::containsKey)
                                                                .map(
                                                                        field ->
                                                                                field
                                                                                        + "="
                                                                                        + event
                                                                                                .getString(
                                                                                                        field)))
                                                .collect(Collectors.joining(" "))));
        StringBuilder text = new StringBuilder();
        lines.forEach((file, events) -> text.append(file).append('\n').append(indented(events)));
        return text.toString();
    }

    private static String indented(List<String> events) {
        return events.stream().map(event -> "  " + event + "\n").collect(Collectors.joining());
    }

    private interface Heard {
        void heard(String file, JsonObject event);
    }

    private static void play(String scenario, Heard heard) throws IOException {
        new Replay(Expected.agents(), List.of())
                .play(
                        RecordingsTest.connections(scenario),
                        each -> {
                            if (!each.event().kind().isOriginal()) {
                                heard.heard(each.file(), CallEventJson.of(each.event()));
                            }
                        });
    }
}
