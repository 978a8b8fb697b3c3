package io.belfry.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.Replay;
import io.belfry.bench.Jvm;
import io.belfry.core.call.CallEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A comparison that lets anything pass would make every figure look true. */
class TruthTest {
    private static final Path LOAD =
            Jvm.repository().resolve("ami-connector/src/test/resources/recordings/19-load.ami.gz");

    private static final List<CallEvent> ONCE = new ArrayList<>();

    private final List<CallEvent> derived = new ArrayList<>(ONCE);
    private Truth truth;

    @BeforeAll
    static void derive() throws IOException {
        byte[] banner = "Asterisk Call Manager/11.0.0\r\n".getBytes();
        byte[] events = Recorded.read(LOAD).repetition(0);
        new Replay(Truth.agents(LOAD), Truth.VARIABLES)
                .listen(
                        new SequenceInputStream(
                                new ByteArrayInputStream(banner), new ByteArrayInputStream(events)),
                        InstantSource.system(),
                        ONCE::add);
    }

    @BeforeEach
    void readTruth() throws IOException {
        truth = Truth.of(LOAD);
    }

    @Test
    void whatTheRecordingGivesIsTrue() {
        assertThat(truth.differences(derived, 1)).isEmpty();
    }

    @Test
    void eventThatIsMissingIsTold() {
        derived.remove(one(CallEvent.Hangup.class));

        assertThat(truth.differences(derived, 1)).contains("missing hangup");
    }

    @Test
    void eventThatIsThereTwiceIsTold() {
        derived.add(one(CallEvent.Up.class));

        assertThat(truth.differences(derived, 1)).contains("too many");
    }

    @Test
    void repetitionThatIsMissingIsTold() {
        assertThat(truth.differences(derived, 2)).contains("instead of 2");
    }

    private static CallEvent one(Class<? extends CallEvent> kind) {
        return ONCE.stream().filter(kind::isInstance).findFirst().orElseThrow();
    }
}
