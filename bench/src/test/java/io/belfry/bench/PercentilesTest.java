package io.belfry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void eachPercentileIsATimeThatWasMeasured() {
        Percentiles times = new Percentiles(LongStream.rangeClosed(1, 200).boxed().toList());

        assertThat(times.at(50)).isEqualTo(Duration.ofNanos(100));
        assertThat(times.at(99)).isEqualTo(Duration.ofNanos(198));
        assertThat(times.longest()).isEqualTo(Duration.ofNanos(200));
    }

    @Test
    void orderInWhichTheyWereMeasuredDoesNotMatter() {
        Percentiles times = new Percentiles(List.of(5L, 1L, 3L));

        assertThat(times.at(50)).isEqualTo(Duration.ofNanos(3));
    }

    @Test
    void nothingMeasuredHasNoPercentile() {
        Percentiles nothing = new Percentiles(List.of());

        assertThatThrownBy(() -> nothing.at(50)).isInstanceOf(IllegalStateException.class);
    }
}
