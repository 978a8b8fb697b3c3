package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ScriptState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScriptHealthTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private final ScriptHealth health = new ScriptHealth("acme", ScriptLimits.defaults());

    @Test
    void threeKillsInTenMinutesPauseIt() {
        health.killed(TEN, "it ran too long");
        health.killed(TEN.plusSeconds(300), "it ran too long");
        assertThat(health.isPaused()).isFalse();

        health.killed(TEN.plusSeconds(599), "it used too much memory");

        ScriptState state = health.state(TEN.plusSeconds(599));
        assertThat(state.state()).isEqualTo("paused");
        assertThat(state.why()).contains("3 times").contains("too much memory");
        assertThat(state.until())
                .isEqualTo(TEN.plusSeconds(599).plus(Duration.ofMinutes(10)).toString());
        assertThat(state.kills()).isEqualTo(3);
    }

    @Test
    void killsThatAreLongAgoDoNotCount() {
        health.killed(TEN, "x");
        health.killed(TEN.plusSeconds(400), "x");
        health.killed(TEN.plusSeconds(601), "x");

        assertThat(health.isPaused()).isFalse();
        assertThat(health.state(TEN.plusSeconds(601)).kills()).isEqualTo(2);
    }

    @Test
    void whoWasStoppedIsRememberedForTenMinutesWhateverIsForgiven() {
        assertThat(health.wasStoppedLately(TEN)).isFalse();

        health.killed(TEN, "x");
        health.cancelled(TEN.plusSeconds(60));
        health.resume();

        assertThat(health.wasStoppedLately(TEN.plusSeconds(659))).isTrue();
        assertThat(health.wasStoppedLately(TEN.plusSeconds(660))).isFalse();
    }

    @Test
    void aPauseEndsByItselfOrByCommand() {
        health.pause(TEN, "it goes in circles");

        assertThat(health.pauseEnds(TEN.plusSeconds(599))).isFalse();
        assertThat(health.pauseEnds(TEN.plusSeconds(600))).isTrue();
        health.resume();
        assertThat(health.state(TEN).state()).isEqualTo("running");
    }

    @Test
    void itIsFailingAfterThreeFailuresInARowUntilOneEventIsHandled() {
        health.failed("a");
        health.failed("b");
        health.done();
        health.failed("c");
        health.failed("d");
        assertThat(health.state(TEN).state()).isEqualTo("running");

        health.failed("TypeError: x is null");

        assertThat(health.state(TEN).state()).isEqualTo("failing");
        assertThat(health.state(TEN).why()).isEqualTo("TypeError: x is null");
        assertThat(health.state(TEN).calls()).isEqualTo(6);
        assertThat(health.state(TEN).failures()).isEqualTo(5);
        health.done();
        assertThat(health.state(TEN).state()).isEqualTo("running");
    }

    @Test
    void whatIsCancelledAgainAndAgainIsPausedToo() {
        for (int i = 0; i < 19; i++) {
            health.cancelled(TEN.plusSeconds(i));
        }
        assertThat(health.isPaused()).isFalse();

        health.cancelled(TEN.plusSeconds(20));

        assertThat(health.state(TEN.plusSeconds(20)).why()).contains("20 times");
    }
}
