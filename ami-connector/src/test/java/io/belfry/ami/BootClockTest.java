package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.Seconds;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PBX that has been up for a thousand seconds when we first hear of it, and for ten more. */
class BootClockTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    private final BootClock clock = new BootClock();

    @BeforeEach
    void isHeardFromTenOClock() {
        clock.booted(Seconds.of(1_000), TEN);
        clock.heard(TEN.plusSeconds(10));
    }

    @Test
    void firstOneThatIsHeardOfWasNotStartedAnew() {
        assertThat(new BootClock().booted(Seconds.of(3), TEN)).isFalse();
    }

    @Test
    void whoWasUpAllTheTimeIsTheSame() {
        clock.lost();

        assertThat(clock.booted(Seconds.of(1_070), TEN.plusSeconds(70))).isFalse();
    }

    @Test
    void whoIsYoungerThanTheGapWasStartedInIt() {
        clock.lost();

        assertThat(clock.booted(Seconds.of(20), TEN.plusSeconds(70))).isTrue();
    }

    @Test
    void eachStartIsSeenOnce() {
        clock.lost();
        boolean first = clock.booted(Seconds.of(20), TEN.plusSeconds(70));
        clock.lost();
        boolean same = clock.booted(Seconds.of(30), TEN.plusSeconds(80));
        clock.lost();
        boolean second = clock.booted(Seconds.of(1), TEN.plusSeconds(90));

        assertThat(first).isTrue();
        assertThat(same).isFalse();
        assertThat(second).isTrue();
    }

    /** The uptime is younger than it must be, but older than the time in which nobody listened. */
    @Test
    void clockThatWasSetBackIsNoStart() {
        clock.lost();

        assertThat(clock.booted(Seconds.of(500), TEN.plusSeconds(70))).isFalse();
    }

    @Test
    void wholeSecondsOfBothClocksMayDifferALittle() {
        clock.lost();

        assertThat(clock.booted(Seconds.of(1_008), TEN.plusSeconds(12))).isFalse();
    }

    /** The first words of the new connection come before it says for how long it has been up. */
    @Test
    void gapEndsWithTheUptimeAndNotWithTheFirstWord() {
        clock.lost();
        clock.heard(TEN.plusSeconds(70));

        assertThat(clock.booted(Seconds.of(20), TEN.plusSeconds(70))).isTrue();
    }

    @Test
    void whoDoesNotSayItsUptimeIsNotTakenForNew() {
        clock.lost();

        assertThat(clock.booted(Seconds.UNKNOWN, TEN.plusSeconds(70))).isFalse();
        assertThat(clock.booted(Seconds.of(20), TEN.plusSeconds(71))).isTrue();
    }
}
