package io.belfry.realtimepush.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private final FakeClock wall = new FakeClock();

    @Test
    void aClockThatIsSetMovesItNot() {
        SteadyClock steady = new SteadyClock(wall, wall::nanoTime);
        Instant begun = wall.instant();

        wall.jump(Duration.ofHours(1));
        wall.pass(Duration.ofSeconds(2));

        assertThat(steady.instant()).isEqualTo(begun.plusSeconds(2));
    }
}
