package io.belfry.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String ANNA = "staff/anna";
    private static final String EVE = "203.0.113.7";

    private final FakeClock clock = new FakeClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void afterFiveWrongOnesEachNextTakesTwiceAsLongUpToAMinute() {
        List<Long> waits = new ArrayList<>();

        for (int i = 0; i < 13; i++) {
            Duration wait = throttle.admit(ANNA, EVE);
            waits.add(wait.toSeconds());
            clock.pass(wait);
            if (!wait.isZero()) {
                throttle.admit(ANNA, EVE);
            }
        }

        assertThat(waits).containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void ofAThousandGuessesInTenMinutesAtMostTwentyAreLookedAt() {
        int lookedAt = 0;

        for (int i = 0; i < 1000; i++) {
            lookedAt += throttle.admit(ANNA, EVE).isZero() ? 1 : 0;
            clock.pass(Duration.ofMillis(600));
        }

        assertThat(lookedAt).isBetween(10, 20);
    }

    @Test
    void aThousandGuessesAtOneMomentAreNoWayAround() {
        long lookedAt =
                IntStream.range(0, 1000).filter(i -> throttle.admit(ANNA, EVE).isZero()).count();

        assertThat(lookedAt).isEqualTo(5);
    }

    @Test
    void anAttackFromEverywhereIsSlowToo() {
        int lookedAt = 0;

        for (int i = 0; i < 1000; i++) {
            lookedAt += throttle.admit(ANNA, "198.51.100." + i).isZero() ? 1 : 0;
            clock.pass(Duration.ofMillis(600));
        }

        assertThat(lookedAt).isLessThanOrEqualTo(30);
    }

    @Test
    void theOwnerGetsInFromElsewhereDuringAnAttack() {
        for (int i = 0; i < 300; i++) {
            throttle.admit(ANNA, EVE);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(throttle.admit(ANNA, EVE)).isPositive();

        assertThat(throttle.admit(ANNA, "10.0.0.1")).isZero();
    }

    @Test
    void whoeverIsRightIsNeverMadeToWait() {
        for (int i = 0; i < 500; i++) {
            assertThat(throttle.admit("agent/a" + i, "10.0.0.1")).isZero();
            throttle.succeeded("agent/a" + i, "10.0.0.1");
        }
    }

    @Test
    void anAddressMayBeWrongTwentyTimesAMinuteWhateverItTries() {
        long first =
                IntStream.range(0, 10_000)
                        .filter(i -> throttle.admit("staff/u" + i, EVE).isZero())
                        .count();
        clock.pass(Duration.ofSeconds(59));
        Duration wait = throttle.admit("staff/other", EVE);
        clock.pass(wait);

        assertThat(first).isEqualTo(20);
        assertThat(wait).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.admit("staff/other", EVE)).isZero();
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        long admitted =
                IntStream.range(0, 100)
                        .filter(i -> throttle.admit("staff/u" + i, "2001:db8:1:2::" + i).isZero())
                        .count();

        assertThat(admitted).isEqualTo(20);
        assertThat(throttle.admit("staff/other", "2001:db8:1:3::1")).isZero();
    }

    @Test
    void whatCouldNotBeCheckedDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.admit(ANNA, EVE)).isZero();
            throttle.withdrawn(ANNA, EVE);
        }
    }

    @Test
    void anAccountIsForgivenAfterAQuarterOfAnHour() {
        for (int i = 0; i < 10; i++) {
            throttle.admit(ANNA, EVE);
        }
        clock.pass(Duration.ofMinutes(15));

        long lookedAt =
                IntStream.range(0, 10).filter(i -> throttle.admit(ANNA, EVE).isZero()).count();

        assertThat(lookedAt).isEqualTo(5);
    }

    @Test
    void strangersCanNotFillTheMemory() {
        for (int i = 0; i < 30_000; i++) {
            throttle.admit(
                    "staff/" + "x".repeat(5000) + i, "2001:db8:" + Integer.toHexString(i) + "::1");
            throttle.admit("staff/u" + i, "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256);
        }

        assertThat(throttle.remembered()).isLessThanOrEqualTo(10_001);
    }

    @Test
    void agentsAndAdministratorsOfOneNameAreTwo() {
        for (int i = 0; i < 10; i++) {
            throttle.admit(ANNA, EVE);
        }

        assertThat(throttle.admit("agent/anna", EVE)).isZero();
        assertThat(throttle.admit("STAFF/ANNA", EVE)).isPositive();
    }
}
