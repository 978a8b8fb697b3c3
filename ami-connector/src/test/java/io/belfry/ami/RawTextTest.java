package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10-attended-transfer",
                "17-hostile-caller-names",
                "17e-line-breaks-in-data",
                "21-channelvars",
                "23-late-join"
            })
    void eventsAreReadAgainAsTheyWere(String recording) throws IOException {
        List<AmiEvent> events = events(Replay.read(Expected.FOLDER.resolve(recording + ".ami.gz")));

        byte[] text = RawText.of(events);

        assertThat(events).isNotEmpty();
        assertThat(events(withBanner(text))).isEqualTo(events);
    }

    private static byte[] withBanner(byte[] text) {
        String whole = "Asterisk\r\n" + new String(text, StandardCharsets.UTF_8);
        return whole.getBytes(StandardCharsets.UTF_8);
    }

    private static List<AmiEvent> events(byte[] bytes) {
        List<AmiEvent> events = new ArrayList<>();
        AmiStream stream =
                new AmiStream(
                        new AmiStream.Listener() {
                            @Override
                            public void event(AmiEvent event) {
                                events.add(event);
                            }

                            @Override
                            public void message(byte[] data, int from, int to) {
                                // answers to actions
                            }
                        });
        stream.feed(bytes, 0, bytes.length);
        return events;
    }
}
