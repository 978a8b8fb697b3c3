package io.belfry.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.bus.Bundle.Fact;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundleTest {
    private static final Bundle TWO =
            new Bundle(
                    "node-1",
                    42,
                    List.of(
                            new Fact("belfry.calls", "east", 7, "{\"n\":1}".getBytes(UTF_8)),
                            new Fact("belfry.seats", "", 0, "{\"ü\":\"€\"}".getBytes(UTF_8))));

    @Test
    void itIsReadAsItWasWritten() {
        Bundle read = Bundle.read(TWO.write());

        assertThat(read.node()).isEqualTo("node-1");
        assertThat(read.number()).isEqualTo(42);
        assertThat(read.facts())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(TWO.facts());
    }

    @Test
    void oneThatEndsTooEarlyIsRefusedWhereverItEnds() {
        Buffer whole = TWO.write();

        for (int length = 0; length < whole.length(); length++) {
            Buffer part = whole.getBuffer(0, length);
            assertThatThrownBy(() -> Bundle.read(part))
                    .as("%d bytes of %d", part.length(), whole.length())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> Bundle.read(TWO.write().setByte(0, (byte) 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1");
    }

    /** Whatever comes: refused or read, and no more memory is taken than what came. */
    @Test
    void noiseDoesNoHarm() {
        Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            Buffer noise = TWO.write();
            for (int change = 0; change < 3; change++) {
                noise.setByte(random.nextInt(noise.length()), (byte) random.nextInt());
            }
            try {
                assertThat(Bundle.read(noise).node()).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("bundle");
            }
        }
    }
}
