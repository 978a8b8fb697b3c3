package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Duration FROM = Duration.ofMillis(200);
    private static final Duration TO = Duration.ofSeconds(10);

    @Test
    void pauseGrowsFromAFifthOfASecondToTen() {
        BackOff backOff = new BackOff(FROM, TO, new Most());

        List<Long> pauses = IntStream.range(0, 9).mapToObj(i -> backOff.next().toMillis()).toList();

        assertThat(pauses)
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L);
    }

    @Test
    void pauseIsAnyPartOfItsLongest() {
        BackOff backOff = new BackOff(TO, TO, new Random(1));

        List<Long> pauses =
                IntStream.range(0, 1000).mapToObj(i -> backOff.next().toMillis()).toList();

        assertThat(pauses).allMatch(pause -> pause >= 1 && pause <= 10_000);
        assertThat(pauses).anyMatch(pause -> pause < 500).anyMatch(pause -> pause > 9_500);
    }

    @Test
    void pauseStartsAnewAfterAGoodConnection() {
        BackOff backOff = new BackOff(FROM, TO, new Most());
        IntStream.range(0, 100).forEach(i -> backOff.next());

        backOff.reset();

        assertThat(backOff.next()).isEqualTo(FROM);
    }

    @Test
    void silentPeerIsNoticedWithinTwelveSeconds() {
        ConnectorOptions options = ConnectorOptions.defaults();

        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.detection()).isLessThanOrEqualTo(Duration.ofSeconds(12));
        assertThat(options.link().silence())
                .isGreaterThan(options.pingInterval().plus(options.pingLimit()));
        assertThat(options.retryFrom()).isEqualTo(FROM);
        assertThat(options.retryTo()).isEqualTo(TO);
    }

    /** Always the greatest number it may give. */
    private static final class Most extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
