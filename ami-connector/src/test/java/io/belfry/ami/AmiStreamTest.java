package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmiStreamTest {
    private static final String BANNER = "Asterisk Call Manager/11.0.0\r\n";
    private static final String GOOD =
            "Event: Hangup\r\nChannel: PJSIP/anna-1\r\nUniqueid: 1.1\r\nCause: 16\r\n\r\n";

    private final List<AmiEvent> events = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final AmiStream stream =
            new AmiStream(
                    new AmiStream.Listener() {
                        @Override
                        public void event(AmiEvent event) {
                            events.add(event);
                        }

                        @Override
                        public void message(byte[] bytes, int from, int to) {
                            messages.add(
                                    new String(bytes, from, to - from, StandardCharsets.UTF_8));
                        }
                    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
    void sameEventsComeOutHoweverTheNetworkCutsTheBytes(int piece) throws IOException {
        byte[] recording = recording("17e-line-breaks-in-data");
        List<AmiEvent> whole = decoded(recording, recording.length);

        List<AmiEvent> cut = decoded(recording, piece);

        assertThat(cut).hasSizeGreaterThan(100).isEqualTo(whole);
    }

    @Test
    void bannerAndResponsesGoToWhoAsked() {
        feed(BANNER + "Response: Success\r\nActionID: 7\r\n\r\n" + GOOD);

        assertThat(messages).containsExactly(BANNER, "Response: Success\r\nActionID: 7\r\n\r\n");
        assertThat(events).hasSize(1);
    }

    @Test
    void eventThatAnswersAnActionIsNoneOfOurs() {
        String mine =
                "Event: QueueSummary\r\nQueue: sales\r\nLoggedIn: 0\r\nAvailable: 0\r\nActionID: 9\r\n\r\n";

        feed(BANNER + "Event: PeerEntry\r\nActionID: 8\r\nObjectName: x\r\n\r\n" + mine + GOOD);

        assertThat(messages).hasSize(3);
        assertThat(messages.get(2)).isEqualTo(mine);
        assertThat(events).hasSize(1);
    }

    @Test
    void entriesOfASnapshotAreReadLikeEvents() {
        feed(
                BANNER
                        + "Event: CoreShowChannel\r\nActionID: 8\r\nUniqueid: 5.5\r\nBridgeId: b\r\n\r\n");

        assertThat(events).extracting(AmiEvent::type).containsExactly(AmiType.CORE_SHOW_CHANNEL);
        assertThat(events.get(0).get(AmiField.BRIDGE_ID)).isEqualTo("b");
    }

    @Test
    void ofAVariableOnlyWhoWhatAndValueAreRead() {
        feed(
                BANNER
                        + "Event: VarSet\r\nChannel: PJSIP/anna-1\r\nExten: s\r\nUniqueid: 1.1\r\n"
                        + "Variable: ordernumber\r\nValue: A-1\r\nChanVariable: x=1\r\n\r\n");

        AmiEvent event = events.get(0);
        assertThat(event.get(AmiField.UNIQUEID)).isEqualTo("1.1");
        assertThat(event.get(AmiField.VARIABLE)).isEqualTo("ordernumber");
        assertThat(event.get(AmiField.VALUE)).isEqualTo("A-1");
        assertThat(event.channelVariables()).containsExactly("x=1");
        assertThat(event.has(AmiField.CHANNEL)).isFalse();
    }

    @Test
    void firstHeaderOfANameWins() {
        feed(BANNER + "Event: Hangup\r\nUniqueid: 1.1\r\nUniqueid: 6.6\r\n\r\n");

        assertThat(events.get(0).get(AmiField.UNIQUEID)).isEqualTo("1.1");
    }

    @Test
    void lineFeedAloneBelongsToTheValue() {
        feed(
                BANNER
                        + "Event: VarSet\r\nUniqueid: 1.1\r\nVariable: x\r\nValue: a\nEvent: Hangup\n\nb\r\n\r\n");

        assertThat(events).hasSize(1);
        assertThat(events.get(0).get(AmiField.VALUE)).isEqualTo("a\nEvent: Hangup\n\nb");
    }

    @Test
    void outputOfACommandOfAnOldAsteriskEndsAtItsMark() {
        String output =
                "Response: Follows\r\nActionID: 1\r\nline\r\n\r\nmore\n--END COMMAND--\r\n\r\n";

        feed(BANNER + output + GOOD);

        assertThat(messages.get(1)).isEqualTo(output);
        assertThat(events).hasSize(1);
    }

    @Test
    void endlessEventIsPassedOverAndTheNextOneRead() {
        feed(BANNER + "Event: VarSet\r\nValue: " + "x".repeat(200_000) + "\r\n\r\n" + GOOD);

        assertThat(events).extracting(AmiEvent::type).containsExactly(AmiType.HANGUP);
        assertThat(stream.oversized()).isEqualTo(1);
    }

    @Test
    void eventWithTooManyHeadersIsCounted() {
        feed(BANNER + "Event: Hangup\r\n" + "A: b\r\n".repeat(300) + "\r\n" + GOOD);

        assertThat(events).hasSize(1);
        assertThat(stream.malformed()).isEqualTo(1);
    }

    /** Bytes flipped, dropped, doubled, cut: whatever comes, the next good frame is read. */
    @Test
    void tenThousandMutatedFramesNeverStopTheStream() throws IOException {
        Random random = new Random(20_261_122);
        String text = new String(recording("06-ringall-one-answers"), StandardCharsets.ISO_8859_1);
        String[] frames = text.split("\r\n\r\n");
        feed(BANNER);

        for (int i = 0; i < 10_000; i++) {
            byte[] frame = mutated(frames[random.nextInt(frames.length)], random);
            stream.feed(frame, 0, frame.length);
            feed("\r\n\r\n\r\n\r\n" + GOOD);
            assertThat(events.get(events.size() - 1).get(AmiField.UNIQUEID))
                    .as("after frame %d", i)
                    .isEqualTo("1.1");
            events.clear();
            messages.clear();
        }
    }

    private static byte[] mutated(String frame, Random random) {
        // a "Response: Follows" would rightly swallow what comes next
        byte[] bytes = frame.replace("Follows", "Success").getBytes(StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(8); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = '\r';
                case 2 -> bytes[at] = '\n';
                default -> bytes[at] = 0;
            }
        }
        return bytes;
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.feed(bytes, 0, bytes.length);
    }

    private static List<AmiEvent> decoded(byte[] bytes, int piece) {
        List<AmiEvent> decoded = new ArrayList<>();
        AmiStream stream =
                new AmiStream(
                        new AmiStream.Listener() {
                            @Override
                            public void event(AmiEvent event) {
                                decoded.add(event);
                            }

                            @Override
                            public void message(byte[] data, int from, int to) {
                                // responses are not compared here
                            }
                        });
        for (int at = 0; at < bytes.length; at += piece) {
            stream.feed(bytes, at, Math.min(piece, bytes.length - at));
        }
        return decoded;
    }

    private static byte[] recording(String name) throws IOException {
        try (InputStream in =
                new GZIPInputStream(
                        Files.newInputStream(Expected.FOLDER.resolve(name + ".ami.gz")))) {
            return in.readAllBytes();
        }
    }
}
