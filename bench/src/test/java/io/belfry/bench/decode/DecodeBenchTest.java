package io.belfry.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.bench.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way of {@code bench decode} with little: that all is read and derived, never how fast. */
class DecodeBenchTest {
    private static final Path LOAD =
            Jvm.repository().resolve("ami-connector/src/test/resources/recordings/19-load.ami.gz");

    @Test
    void everyReaderSeesEveryEventAndTheCallsAreTrueInEachRepetition() throws Exception {
        List<ReaderKind> readers =
                List.of(
                        ReaderKind.FLOOR,
                        ReaderKind.BELFRY,
                        ReaderKind.CONNECTOR,
                        ReaderKind.ASTERISK_JAVA);

        DecodeResult result = new DecodeBench(LOAD, 100_000, 0, 1, readers, step -> {}).run();

        assertThat(result.times()).isEqualTo(2);
        assertThat(result.rounds()).containsOnlyKeys(readers);
        assertThat(result.isTrue()).as(result.markdown()).isTrue();
    }
}
