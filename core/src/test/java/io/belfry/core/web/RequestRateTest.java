package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RequestRate rate = new RequestRate(100, 200, nanos::get);

    private int taken(String who, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += rate.take(who).isZero() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aBurstIsLetThroughAndThenSoManyASecond() {
        assertThat(taken("a", 1_000)).isEqualTo(200);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(taken("a", 1_000)).isEqualTo(100);
        assertThat(rate.refused()).isEqualTo(1_700);
    }

    @Test
    void aPauseFillsNoMoreThanABurst() {
        taken("a", 200);

        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(taken("a", 1_000)).isEqualTo(200);
    }

    @Test
    void whoIsRefusedIsToldHowLongToWait() {
        taken("a", 200);

        Duration wait = rate.take("a");
        nanos.addAndGet(wait.toNanos());

        assertThat(wait).isEqualTo(Duration.ofMillis(10));
        assertThat(rate.take("a")).isZero();
    }

    @Test
    void oneTakesNothingFromAnother() {
        taken("a", 1_000);

        assertThat(taken("b", 1_000)).isEqualTo(200);
    }

    @Test
    void whoWasNotHeardOfForLongestIsForgottenFirst() {
        taken("first", 200);
        for (int i = 0; i < 10_000; i++) {
            rate.take("stranger " + i);
        }

        assertThat(rate.size()).isEqualTo(10_000);
        assertThat(rate.forgotten()).isEqualTo(1);
        assertThat(taken("first", 1)).isEqualTo(1);
    }
}
