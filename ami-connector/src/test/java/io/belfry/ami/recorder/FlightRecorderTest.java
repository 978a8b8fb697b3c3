package io.belfry.ami.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightRecorderTest {
    private static final Duration AGE = Duration.ofDays(1);
    private static final Instant NOW = Instant.now();

    @TempDir private Path folder;

    @Test
    void everyByteOfAnEventSurvives() throws IOException {
        StringBuilder value = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            value.append(c == '\r' ? 'x' : c);
        }
        String event = newchannel("1.1", "CallerIDName: " + value);
        try (FlightRecorder recorder = recorder(RecorderOptions.LEAST)) {
            recorder.heard(bytes(event), NOW);

            String cut = recorder.cut("1.1", Instant.EPOCH, false);

            assertThat(cut).contains("\r\nCallerIDName: " + value + "\r\n\r\n");
        }
    }

    @Test
    void whatAKilledServerHadRecordedIsFoundByTheNext() throws IOException {
        try (FlightRecorder killed = recorder(RecorderOptions.LEAST)) {
            killed.heard(bytes(newchannel("1.1", "Exten: 6000")), NOW);
            assertThat(killed.cut("1.1", Instant.EPOCH, false)).contains("Exten: 6000");
            Path plain = files().get(0);
            Files.writeString(plain, Files.readString(plain) + "Event: Hangup\r\nUniq");

            try (FlightRecorder next = recorder(RecorderOptions.LEAST)) {
                next.heard(bytes(newchannel("1.2", "Exten: 6001")), NOW.plusSeconds(9));

                assertThat(next.cut("1.1", Instant.EPOCH, false)).contains("Exten: 6000");
                assertThat(next.cut("1.2", Instant.EPOCH, false)).contains("Exten: 6001");
            }
        }
    }

    /** Values that can not be packed, so that the bound is met and not avoided. */
    @Test
    void diskSpaceIsBoundedAndTheNewestIsThere() throws IOException {
        java.util.Random random = new java.util.Random(1);
        try (FlightRecorder recorder = recorder(RecorderOptions.LEAST)) {
            for (int i = 0; i < 1_500; i++) {
                StringBuilder noise = new StringBuilder("X: ");
                for (int j = 0; j < 4_000; j++) {
                    noise.append((char) (0x80 + random.nextInt(0x80)));
                }
                recorder.heard(
                        bytes(newchannel("1." + i, noise.toString())), NOW.plusMillis(10L * i));
                if (i % 100 == 0) {
                    recorder.cut("1." + i, NOW.plusMillis(10L * i), false);
                    assertThat(size()).isLessThanOrEqualTo(RecorderOptions.LEAST);
                }
            }

            assertThat(recorder.cut("1.1499", Instant.EPOCH, false)).isNotEmpty();
            assertThat(recorder.cut("1.0", Instant.EPOCH, false)).isEmpty();
            assertThat(size()).isLessThanOrEqualTo(RecorderOptions.LEAST);
            assertThat(recorder.dropped()).isZero();
        }
    }

    @Test
    void whatIsTooOldGoes() throws IOException {
        try (FlightRecorder recorder = recorder(RecorderOptions.LEAST)) {
            recorder.heard(bytes(newchannel("1.1", "Exten: 1")), NOW.minus(AGE.multipliedBy(3)));
            recorder.heard(bytes(newchannel("1.2", "Exten: 2")), NOW.minus(AGE.multipliedBy(2)));
            recorder.heard(bytes(newchannel("1.3", "Exten: 3")), NOW);

            assertThat(recorder.cut("1.1", Instant.EPOCH, false)).isEmpty();
            assertThat(recorder.cut("1.3", Instant.EPOCH, false)).isNotEmpty();
        }
    }

    @Test
    void onlyVariablesThatEventsCarryAreKeptAndNoSecrets() throws IOException {
        try (FlightRecorder recorder = recorder(RecorderOptions.LEAST)) {
            recorder.configure(List.of("ordernumber", "user_pin"));
            recorder.heard(bytes(newchannel("1.1", "Secret: canary-1")), NOW);
            recorder.heard(bytes(varSet("ordernumber", "A-1001")), NOW);
            recorder.heard(bytes(varSet("__ordernumber", "A-1002")), NOW);
            recorder.heard(bytes(varSet("QUEUESTATUS", "TIMEOUT")), NOW);
            recorder.heard(bytes(varSet("cardnumber", "canary-2")), NOW);
            recorder.heard(bytes(varSet("user_pin", "canary-3")), NOW);
            recorder.heard(
                    bytes(
                            newchannel(
                                    "1.1",
                                    "ChanVariable: other=canary-4\r\nChanVariable: user_pin=canary-5"
                                            + "\r\nChanVariable: ordernumber=A-1003")),
                    NOW);

            String cut = recorder.cut("1.1", Instant.EPOCH, false);

            assertThat(cut).contains("A-1001", "A-1002", "A-1003", "TIMEOUT");
            assertThat(cut).contains("Variable: user_pin\r\nValue: [redacted]");
            assertThat(cut).doesNotContain("canary");
            assertThat(contents()).doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "SIP_SECRET", "api_key", "AuthType", "Key", "pin", "Token"})
    void namesOfSecretsAreKnown(String name) {
        assertThat(Redaction.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Channel", "ordernumber", "Exten", "Keyboard", "shipping", "Queue"})
    void otherNamesAreNot(String name) {
        assertThat(Redaction.isSecret(name)).isFalse();
    }

    @Test
    void folderThatCanNotBeWrittenIsCountedAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        try (FlightRecorder recorder =
                new FlightRecorder(
                        "lab", "p1", new RecorderOptions(file, RecorderOptions.LEAST, AGE))) {
            recorder.heard(bytes(newchannel("1.1", "Exten: 1")), NOW);
            recorder.heard(bytes(newchannel("1.2", "Exten: 2")), NOW);

            assertThat(recorder.cut("1.1", Instant.EPOCH, false)).isEmpty();
            assertThat(recorder.dropped()).isEqualTo(2);
        }
    }

    @Test
    void moreThanCanWaitIsDroppedCountedAndSaidInTheRecording() throws IOException {
        try (FlightRecorder recorder = recorder(RecorderOptions.LEAST)) {
            recorder.heard(new byte[17 << 20], NOW);
            recorder.heard(bytes(newchannel("1.1", "Exten: 1")), NOW);
            recorder.heard(new byte[17 << 20], NOW);
            recorder.heard(bytes(newchannel("1.1", "Exten: 2")), NOW.plusSeconds(1));

            String cut = recorder.cut("1.1", Instant.EPOCH, false);

            assertThat(recorder.dropped()).isEqualTo(2);
            assertThat(cut).containsSubsequence("Exten: 1", "What: dropped", "Exten: 2");
        }
    }

    @Test
    void recorderThatIsOffWritesNothing() throws IOException {
        try (FlightRecorder recorder =
                new FlightRecorder("lab", "p1", new RecorderOptions(folder, 0, AGE))) {
            recorder.heard(bytes(newchannel("1.1", "Exten: 1")), NOW);

            assertThat(recorder.cut("1.1", Instant.EPOCH, false)).isEmpty();
            assertThat(files()).isEmpty();
            assertThat(recorder.dropped()).isZero();
        }
    }

    private FlightRecorder recorder(long bytes) {
        return new FlightRecorder("lab", "p1", new RecorderOptions(folder, bytes, AGE));
    }

    private static String newchannel(String uniqueid, String line) {
        return "Event: Newchannel\r\nUniqueid: "
                + uniqueid
                + "\r\nLinkedid: "
                + uniqueid
                + "\r\n"
                + line
                + "\r\n\r\n";
    }

    private static String varSet(String name, String value) {
        return "Event: VarSet\r\nUniqueid: 1.1\r\nVariable: "
                + name
                + "\r\nValue: "
                + value
                + "\r\n\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    private String contents() throws IOException {
        return files().stream().map(FlightRecorderTest::content).collect(Collectors.joining());
    }

    private static String content(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            try (InputStream in =
                    file.toString().endsWith(".gz")
                            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                            : new ByteArrayInputStream(bytes)) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
