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
