package io.belfry.realtimepush.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant TEN = Instant.parse("2026-12-02T10:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(TEN);
    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void aClockThatIsSetMovesItNot() {
        SteadyClock steady = new SteadyClock(new WallClock(), nanos::get);

        wall.set(TEN.plusSeconds(3_600));
        nanos.addAndGet(2_000_000_000L);

        assertThat(steady.instant()).isEqualTo(TEN.plusSeconds(2));
    }

    private final class WallClock extends Clock {
        @Override
        public Instant instant() {
            return wall.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
