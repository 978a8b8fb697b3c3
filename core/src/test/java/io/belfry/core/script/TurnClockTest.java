package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.script.TurnClock.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnClockTest {
    private final TurnClock clock = new TurnClock(ScriptLimits.defaults(), 0);

    private Decision look(long wallMillis, long processorMillis) {
        return clock.look(
                Duration.ofMillis(wallMillis).toNanos(),
                () -> Optional.of(Duration.ofMillis(processorMillis)));
    }

    @Test
    void whatRunsAllTheTimeIsCancelledOnceAndThenItsProcessIsKilled() {
        assertThat(look(50, 1_050)).isEqualTo(Decision.WAIT);
        assertThat(look(100, 1_100)).isEqualTo(Decision.WAIT);
        assertThat(look(225, 1_225)).isEqualTo(Decision.WAIT);
        assertThat(look(250, 1_250)).isEqualTo(Decision.CANCEL);
        assertThat(look(275, 1_275)).isEqualTo(Decision.WAIT);
        assertThat(look(975, 1_975)).isEqualTo(Decision.WAIT);
        assertThat(look(1_000, 2_000)).isEqualTo(Decision.KILL);
    }

    @Test
    void whoGetsNoProcessorIsNotBlamed() {
        look(100, 1_000);

        assertThat(look(2_000, 1_100)).isEqualTo(Decision.WAIT);
        assertThat(look(5_000, 1_160)).isEqualTo(Decision.CANCEL);
        assertThat(look(9_000, 1_300)).isEqualTo(Decision.WAIT);
        assertThat(look(19_999, 1_310)).isEqualTo(Decision.WAIT);
        assertThat(look(20_000, 1_320)).isEqualTo(Decision.KILL);
    }

    @Test
    void threadsBesideTheScriptDoNotCountTwice() {
        look(100, 1_000);

        assertThat(look(200, 1_400)).isEqualTo(Decision.WAIT);
        assertThat(look(249, 1_600)).isEqualTo(Decision.WAIT);
        assertThat(look(250, 1_610)).isEqualTo(Decision.CANCEL);
    }

    @Test
    void whereTheSystemDoesNotTellTheWallCounts() {
        assertThat(clock.look(Duration.ofMillis(250).toNanos(), Optional::empty))
                .isEqualTo(Decision.CANCEL);
        assertThat(clock.look(Duration.ofMillis(1_000).toNanos(), Optional::empty))
                .isEqualTo(Decision.KILL);
    }

    @Test
    void whatEndsBetweenTwoLooksRanUntilItEnded() {
        assertThat(clock.used(Duration.ofMillis(90).toNanos())).isEqualTo(Duration.ZERO);
        look(100, 1_000);
        look(1_000, 1_400);

        assertThat(clock.used(Duration.ofMillis(1_030).toNanos()))
                .isEqualTo(Duration.ofMillis(530));
    }

    @Test
    void aLateLookDoesNotTakeTheTimeBeforeAsRunning() {
        assertThat(look(10_000, 500)).isEqualTo(Decision.WAIT);
        assertThat(look(10_150, 650)).isEqualTo(Decision.CANCEL);
    }
}
