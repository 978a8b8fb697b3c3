package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.replay.Speed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayRecordingsTest {
    private PbxSimulator pbx;

    @BeforeEach
    void start() {
        pbx = PbxSimulator.start(SimulatorConfig.standard());
    }

    @AfterEach
    void stop() {
        pbx.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"01-answered-caller-hangup", "06-ringall-one-answers", "18-restart-part1"})
    void everyByteThatAsteriskSentByItselfComesOut(String name) throws Exception {
        byte[] recorded = Recordings.bytes(name);

        byte[] played;
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            int before = client.bytes().length;
            pbx.play(Speed.UNLIMITED, Recordings.path(name)).get(60, TimeUnit.SECONDS);
            client.drain();
            played = without(client.bytes(), before);
        }

        assertThat(text(played)).isEqualTo(withoutDialogue(text(recorded)));
    }

    /** Only the answer to the final ping is not from the recording. */
    private static byte[] without(byte[] all, int before) {
        String text = text(all).substring(before);
        return text.substring(0, text.indexOf("Response: Success\r\nActionID: drained"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Banner, login with FullyBooted and SuccessfulAuth, and the farewell. */
    private static String withoutDialogue(String recorded) {
        return recorded.replaceFirst("(?s)^Asterisk Call Manager.*?SessionTV: [^\r]*\r\n\r\n", "")
                .replaceFirst("(?s)Response: Goodbye.*$", "")
                .replaceAll(
                        "(?s)Response: Success\r\nActionID: \\w+\r\nMessage: [^\r]*\r\n\r\n", "");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void theRecordersOwnListsAreNotPlayed() throws Exception {
        Recording recording = Recordings.read("20b-actions-during-call");

        assertThat(recording.events())
                .extracting(timed -> timed.event().get("ActionID"))
                .containsOnly("");
        assertThat(recording.dialogue())
                .extracting(timed -> timed.event().type())
                .contains("CoreShowChannel", "Status", "QueueMember", "QueueStatusComplete");
    }

    @Test
    void forgedEventsOfTheStreamArePlayedThoseOfListsAreNot() throws Exception {
        Recording recording = Recordings.read("17e-line-breaks-in-data");

        assertThat(recording.events())
                .filteredOn(timed -> timed.event().type().equals("Fake"))
                .isNotEmpty();
        assertThat(recording.dialogue())
                .filteredOn(timed -> timed.event().type().equals("Fake"))
                .hasSize(1);
    }

    @Test
    void timesComeFromTheTimingFile() throws Exception {
        Recording recording = Recordings.read("01-answered-caller-hangup");

        assertThat(recording.events().get(0).millis()).isBetween(404L, 415L);
        assertThat(recording.events())
                .isSortedAccordingTo((a, b) -> Long.compare(a.millis(), b.millis()));
        assertThat(
                        recording.events().stream()
                                .filter(timed -> timed.event().type().equals("AgentConnect"))
                                .findFirst()
                                .orElseThrow()
                                .millis())
                .isBetween(2300L, 2500L);
    }

    @Test
    void aRecordingPlayedFasterKeepsItsProportions(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("x.ami");
        Files.writeString(path, "Asterisk Call Manager/11.0.0\r\n" + event("A") + event("B"));
        long first = 30 + event("A").length();
        Files.writeString(
                folder.resolve("x.timing"),
                "# ms n\n0 " + first + "\n400 " + event("B").length() + "\n");

        long start = System.nanoTime();
        pbx.play(Speed.times(4), path).get(60, TimeUnit.SECONDS);

        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private static String event(String type) {
        return "Event: " + type + "\r\nPrivilege: call,all\r\n\r\n";
    }

    @Test
    void withoutTimingEverythingComesAtOnce(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("x.ami");
        Files.writeString(path, "Asterisk Call Manager/11.0.0\r\n" + event("A") + event("B"));

        assertThat(Recording.read(path).events())
                .extracting(Recording.Timed::millis)
                .containsExactly(0L, 0L);
    }

    @Test
    void aMissingFileFailsThePlay() {
        var played = pbx.play(Path.of("nowhere.ami"));

        assertThatThrownBy(() -> played.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("nowhere.ami");
    }

    @Test
    void aDamagedTimingFailsThePlay(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("x.ami");
        Files.writeString(path, "Asterisk Call Manager/11.0.0\r\n" + event("A"));
        Files.writeString(folder.resolve("x.timing"), "0 abc\n");

        var played = pbx.play(path);

        assertThatThrownBy(() -> played.get(60, TimeUnit.SECONDS)).hasMessageContaining("0 abc");
    }

    @Test
    void filtersGiveTheStreamThatTheRecordedFiltersGave() throws Exception {
        List<AmiEvent> heard;
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            for (List<String> action : Recordings.sent("20e-event-filter")) {
                if (action.contains("Action: Filter")) {
                    client.send(action.toArray(String[]::new));
                }
            }
            client.drain();
            pbx.play(Speed.UNLIMITED, Recordings.path("01-answered-caller-hangup"))
                    .get(60, TimeUnit.SECONDS);
            heard = client.drain();
        }

        assertThat(heard)
                .extracting(AmiEvent::type)
                .containsExactlyInAnyOrderElementsOf(
                        Recordings.read("20e-event-filter").events().stream()
                                .map(t -> t.event().type())
                                .toList());
    }

    @Test
    void aLimitedUserHearsWhatTheRecordedOneHeard() throws Exception {
        List<AmiEvent> heard;
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send("Action: Login", "Username: ctiro", "Secret: lab-secret", "Events: on");
            client.drain();
            pbx.play(Speed.UNLIMITED, Recordings.path("01-answered-caller-hangup"))
                    .get(60, TimeUnit.SECONDS);
            heard = client.drain();
        }

        assertThat(heard)
                .extracting(AmiEvent::type)
                .containsExactlyInAnyOrderElementsOf(
                        Recordings.read("20f-limited-user").events().stream()
                                .map(t -> t.event().type())
                                .toList());
    }
}
