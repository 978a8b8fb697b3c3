package io.belfry.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTest {
    private static final String HANGUP =
            "Event: Hangup\r\nChannel: Local/3009@from-queue-0000001a;1\r\nUniqueid: 1795360456.40\r\n"
                    + "BridgeUniqueid: 001b2c3d-1111-2222-3333-444455556666\r\nCallerIDNum: 1795360456\r\n\r\n";

    @TempDir private Path folder;

    @Test
    void onlyWhatThePbxSaidByItselfIsPlayed() throws IOException {
        Recorded recorded =
                recorded(
                        "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n\r\n"
                                + "Event: FullyBooted\r\nUptime: 1\r\n\r\n"
                                + HANGUP
                                + "Event: QueueMember\r\nActionID: 7\r\n\r\n");

        assertThat(recorded.events()).isOne();
        assertThat(text(recorded, 0)).isEqualTo(HANGUP);
    }

    @Test
    void eachRepetitionHasIdsOfItsOwnAndTheSameLength() throws IOException {
        Recorded recorded = recorded("Asterisk Call Manager/11.0.0\r\n\r\n" + HANGUP);

        String third = text(recorded, 0x2f);

        assertThat(third)
                .hasSameSizeAs(HANGUP)
                .contains("Uniqueid: 1795407456.40\r\n")
                .contains("Channel: Local/3009@from-queue-2f00001a;1\r\n")
                .contains("BridgeUniqueid: 2f1b2c3d-1111")
                .contains("CallerIDNum: 1795360456\r\n");
        assertThat(text(recorded, 0)).contains("Uniqueid: 1795360456.40\r\n");
    }

    @Test
    void thereAreNoIdsForMoreThan256Repetitions() throws IOException {
        Recorded recorded = recorded("Asterisk Call Manager/11.0.0\r\n\r\n" + HANGUP);

        assertThatThrownBy(() -> recorded.repetition(256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Recorded recorded(String stream) throws IOException {
        Path file = folder.resolve("some.ami.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(stream.getBytes(StandardCharsets.ISO_8859_1));
        }
        return Recorded.read(file);
    }

    private static String text(Recorded recorded, int number) {
        return new String(recorded.repetition(number), StandardCharsets.ISO_8859_1);
    }
}
