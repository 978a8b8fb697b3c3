package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Header;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.replay.Speed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The lists that the recorded Asterisk gave in the middle of calls, and those that the simulator
 * gives at the same place of the same stream.
 *
 * <p>What the stream does not tell, and so is not compared: statistics and history of queues and
 * members from before the recording (until an event shows them), devices that were unavailable all
 * the time, formats of the audio path, the order of channels and queues, and one second more or
 * less of a duration.
 */
class RebuiltStateTest {
    private static final Set<String> HISTORY =
            Set.of(
                    "CallsTaken",
                    "LastCall",
                    "LastPause",
                    "LoginTime",
                    "Holdtime",
                    "TalkTime",
                    "HoldTime",
                    "Completed",
                    "Abandoned",
                    "ServicelevelPerf",
                    "ServicelevelPerf2");
    private static final Set<String> AUDIO = Set.of("Nativeformats");
    private static final Set<String> CLOCKS =
            Set.of("Duration", "Wait", "Seconds", "LongestHoldTime");

    @ParameterizedTest
    @CsvSource({
        "20b-actions-during-call, b01, CoreShowChannels, ",
        "20b-actions-during-call, b02, QueueStatus, Queue: support",
        "20b-actions-during-call, b03, CoreShowChannels, ",
        "20b-actions-during-call, b04, QueueStatus, ",
        "20b-actions-during-call, b05, QueueSummary, ",
        "20b-actions-during-call, b06, Status, ",
        "20b-actions-during-call, b07, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: ordernumber",
        "20b-actions-during-call, b08, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: customerid",
        "20b-actions-during-call, b09, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: MEMBERINTERFACE",
        "20b-actions-during-call, b10, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: MEMBERNAME",
        "20b-actions-during-call, b11, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: QUEUENAME",
        "20b-actions-during-call, b12, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: CALLERID(all)",
        "20b-actions-during-call, b14, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: UNIQUEID",
        "20b-actions-during-call, b15, Getvar, Channel: PJSIP/trunk-acme-00000008|Variable: nosuchvar",
        "20b-actions-during-call, b16, Getvar, Channel: PJSIP/andrea.bianco-00000009|Variable: ordernumber",
        "20b-actions-during-call, b17, Getvar, Channel: PJSIP/andrea.bianco-00000009|Variable: customerid",
        "20b-actions-during-call, b19, Status, 'Channel: PJSIP/trunk-acme-00000008|Variables: ordernumber,customerid'",
        "23-late-join, sync-q, QueueStatus, ",
        "23-late-join, sync-c, CoreShowChannels, ",
        "26-session-kicked-part2, sync-q, QueueStatus, ",
        "26-session-kicked-part2, sync-c, CoreShowChannels, ",
        "17e-line-breaks-in-data, csc, CoreShowChannels, ",
        "17e-line-breaks-in-data, qs, QueueStatus, Queue: support",
        "20f-limited-user, csc, CoreShowChannels, ",
        "20-actions-idle, a05, QueueStatus, Queue: support",
        "20-actions-idle, a06, QueueStatus, Queue: support|Member: PJSIP/andrea.bianco",
        "20-actions-idle, a07, QueueStatus, Queue: nosuchqueue",
        "20-actions-idle, a09, QueueSummary, Queue: sales",
        "20-actions-idle, a10, CoreShowChannels, ",
        "20-actions-idle, a11, Status, ",
    })
    void listsAreThoseOfTheRecordedAsterisk(
            String recording, String actionId, String action, String more) throws Exception {
        List<AmiEvent> recorded =
                Recordings.messages(recording).stream()
                        .filter(message -> message.get("ActionID").equals(actionId))
                        .toList();

        List<AmiEvent> answered;
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            new Stage(pbx).playUpTo(recording, actionId);
            client.drain();
            String lines = more == null ? "" : more.replace("|", "\r\n");
            client.send("Action: " + action, lines, "ActionID: " + actionId);
            answered = client.drain();
        }

        assertThat(comparable(answered)).isEqualTo(comparable(recorded));
        Map<String, Long> clocks = clocks(answered);
        clocks(recorded)
                .forEach(
                        (item, clock) ->
                                assertThat(clocks.getOrDefault(item, clock))
                                        .isCloseTo(clock, within(1L)));
    }

    private static final Set<String> LOAD_QUEUES = Set.of("load1", "load2", "load3", "load4");

    private static Map<String, List<String>> comparable(List<AmiEvent> items) {
        Map<String, List<String>> byType = new TreeMap<>();
        for (AmiEvent item : items) {
            if (!LOAD_QUEUES.contains(item.get("Queue"))) {
                byType.computeIfAbsent(item.type(), type -> new ArrayList<>())
                        .add(comparable(item));
            }
        }
        byType.values().forEach(list -> list.sort(String::compareTo));
        return byType;
    }

    private static String comparable(AmiEvent item) {
        StringBuilder text = new StringBuilder();
        for (Header line : item.headers().all()) {
            boolean count = line.name().equals("ListItems") && item.type().startsWith("Queue");
            boolean open = HISTORY.contains(line.name()) || AUDIO.contains(line.name()) || count;
            boolean free = open || CLOCKS.contains(line.name());
            text.append(line.name()).append(": ").append(free ? "*" : line.value()).append('\n');
        }
        return text.toString();
    }

    private static long seconds(AmiEvent item) {
        String clock =
                CLOCKS.stream()
                        .map(item::get)
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("0");
        return Long.parseLong(clock.substring(clock.lastIndexOf(':') + 1));
    }

    private static Map<String, Long> clocks(List<AmiEvent> items) {
        Map<String, Long> clocks = new TreeMap<>();
        items.forEach(item -> clocks.put(comparable(item), seconds(item)));
        return clocks;
    }

    @Test
    void afterEveryCallOfARecordingNothingIsLeft() throws Exception {
        for (String name :
                List.of("01-answered-caller-hangup", "06-ringall-one-answers", "13-agent-state")) {
            try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard())) {
                new Stage(pbx).playUpTo(name, "the end");

                assertThat(pbx.<Integer>look(state -> state.channels().size())).as(name).isZero();
                assertThat(pbx.<Integer>look(state -> state.bridges().size())).as(name).isZero();
                assertThat(
                                pbx.<Integer>look(
                                        state ->
                                                state.queues().stream()
                                                        .mapToInt(q -> q.entries().size())
                                                        .sum()))
                        .as(name)
                        .isZero();
            }
        }
    }

    @Test
    void aRecordingPlayedAgainShowsItsChannelsAgain() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard())) {
            new Stage(pbx).playUpTo("01-answered-caller-hangup", "the end");

            pbx.play(
                            Speed.UNLIMITED,
                            List.of(Recordings.read("01-answered-caller-hangup").until(3000)))
                    .get(60, TimeUnit.SECONDS);

            assertThat(pbx.<Integer>look(state -> state.channels().size())).isEqualTo(2);
        }
    }

    @Test
    void bridgesAreListedWithTheirChannels() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            new Stage(pbx).playUpTo("20b-actions-during-call", "b03");
            client.drain();

            client.send("Action: BridgeList", "ActionID: bl");
            List<AmiEvent> bridges = client.list("bl");
            String id = bridges.get(1).get("BridgeUniqueid");
            client.send("Action: BridgeInfo", "BridgeUniqueid: " + id, "ActionID: bi");
            List<AmiEvent> channels = client.list("bi");

            assertThat(id).isEqualTo("d7fbdddc-9b40-4cf1-876e-c1fe44f64329");
            assertThat(bridges).hasSize(3);
            assertThat(channels)
                    .filteredOn(item -> item.type().equals("BridgeInfoChannel"))
                    .extracting(item -> item.get("Channel"))
                    .containsExactlyInAnyOrder(
                            "PJSIP/trunk-acme-00000008", "PJSIP/andrea.bianco-00000009");
        }
    }

    @Test
    void aVariableSetByAnActionIsReadBack() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            new Stage(pbx).playUpTo("20b-actions-during-call", "b03");
            client.drain();

            String channel = "Channel: PJSIP/trunk-acme-00000008";
            client.send(
                    "Action: Setvar",
                    channel,
                    "Variable: note",
                    "Value: it's \\new",
                    "ActionID: s");
            AmiEvent set = client.event("VarSet");
            client.send("Action: Getvar", channel, "Variable: note", "ActionID: g");

            assertThat(set.get("Value")).isEqualTo("it\\'s \\\\new");
            assertThat(client.answer("g").get("Value")).isEqualTo("it's \\new");
        }
    }

    /** Plays a recording by hand up to a recorded answer. */
    private record Stage(PbxSimulator pbx) {
        void playUpTo(String name, String actionId) throws Exception {
            Recording recording = Recordings.read(name);
            long until =
                    recording.dialogue().stream()
                            .filter(item -> item.event().get("ActionID").equals(actionId))
                            .mapToLong(Recording.Timed::millis)
                            .findFirst()
                            .orElse(Long.MAX_VALUE);
            pbx.play(Speed.UNLIMITED, List.of(recording.until(until))).get(60, TimeUnit.SECONDS);
            List<Recording.Timed> played = recording.until(until).events();
            long last = played.isEmpty() ? 0 : played.get(played.size() - 1).millis();
            pbx.time().advance(Duration.ofMillis(until == Long.MAX_VALUE ? 0 : until - last));
        }
    }
}
