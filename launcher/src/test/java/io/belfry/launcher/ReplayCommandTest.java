package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final String RECORDINGS = "../ami-connector/src/test/resources/recordings/";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream systemOut = System.out;
    private final PrintStream systemErr = System.err;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(systemOut);
        System.setErr(systemErr);
    }

    @Test
    void recordingGivesOneJsonObjectPerLine() {
        int exit =
                replay(
                        "--agents",
                        RECORDINGS + "agents.json",
                        "--variables",
                        "ordernumber,customerid",
                        RECORDINGS + "01-answered-caller-hangup.ami.gz");

        assertThat(exit).isZero();
        List<JsonObject> events = lines().stream().map(JsonObject::new).toList();
        assertThat(events)
                .extracting(each -> each.getString("event"))
                .containsExactly("ringing", "up", "hangup");
        assertThat(events.get(0).getString("file")).isEqualTo("01-answered-caller-hangup");
        assertThat(events.get(0).getLong("t_ms")).isEqualTo(408);
        assertThat(events.get(0).getString("ordernumber")).isEqualTo("A-1001");
        assertThat(events.get(2).getString("agentname")).isEqualTo("Andrea Bianco");
    }

    @Test
    void unreadableFileIsNamedAndTheOthersStillComeOut() {
        int exit = replay("nowhere.ami", RECORDINGS + "03-abandon-while-waiting.ami.gz");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("nowhere.ami: there is no such file");
        assertThat(lines()).hasSize(1);
    }

    /** The second connection knows of the call that the first has told. */
    @Test
    void partsArePlayedInTheOrderOfTheirNumbers(@TempDir Path folder) throws IOException {
        Path first = part(folder, 1, "wake-part2");
        Path second = part(folder, 2, "wake-part10");

        int exit = replay("--all", second.toString(), first.toString());

        assertThat(exit).isZero();
        assertThat(names()).startsWith("wake-part2").endsWith("wake-part10");
    }

    @Test
    void anUnreadablePartIsNamedItselfAndTheOthersStillComeOut(@TempDir Path folder)
            throws IOException {
        Path first = part(folder, 1, "wake-part1");
        Path broken = Files.writeString(folder.resolve("wake-part2.ami.gz"), "no gzip");
        Path third = part(folder, 2, "wake-part3");

        int exit = replay("--all", first.toString(), broken.toString(), third.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith(broken + ": can not be read");
        assertThat(names()).contains("wake-part1", "wake-part3");
    }

    @Test
    void withoutItsFirstPartARunStillComesOut(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("wake-part1.ami");
        Path second = part(folder, 2, "wake-part2");

        int exit = replay("--all", missing.toString(), second.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(missing + ": there is no such file");
        assertThat(names()).contains("wake-part2");
    }

    /** Of a run whose connection was cut and came back. */
    private static Path part(Path folder, int part, String name) throws IOException {
        for (String ending : List.of(".ami.gz", ".timing.gz")) {
            Files.copy(
                    Path.of(RECORDINGS + "26-session-kicked-part" + part + ending),
                    folder.resolve(name + ending));
        }
        return folder.resolve(name + ".ami.gz");
    }

    /** Of the files that events came out of, in order. */
    private List<String> names() {
        return lines().stream().map(line -> new JsonObject(line).getString("file")).toList();
    }

    @Test
    void optInEventsComeOnlyWhenAskedFor() {
        replay("--all", RECORDINGS + "03-abandon-while-waiting.ami.gz");

        assertThat(lines()).anyMatch(line -> line.contains("\"event\":\"queued\""));
    }

    /** To be made anew by the command that stands in it. */
    @Test
    void publishedTableIsWhatTheRecordingsMake() throws IOException {
        int exit = replay("--conformance", RECORDINGS);

        assertThat(exit).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(Path.of("../docs/conformance.md")))
                .contains("\n93 of 93 recordings are exact");
    }

    @Test
    void tableOfAFolderWithoutRecordingsIsRefused(@TempDir Path folder) {
        assertThat(replay("--conformance", folder.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no such file");
    }

    private static int replay(String... arguments) {
        return new CommandLine(new ReplayCommand()).execute(arguments);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
