package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeRows.row;
import static io.belfry.realtimepush.SomeRows.withOutcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.FakeClock;
import io.belfry.realtimepush.TodayCounts.Sum;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TodayCountsTest {
    private final FakeClock clock = new FakeClock();
    private final TodayCounts counts = new TodayCounts(clock);

    @Test
    void eachSupervisorGetsTheSumOfHisQueues() {
        counts.added(row("a", 0, "Sales"));
        counts.added(withOutcome(row("b", 1, "Support"), "blocked"));

        assertThat(counts.of("Sales"::equals)).isEqualTo(new Sum(1, 0));
        assertThat(counts.of(queue -> true)).isEqualTo(new Sum(2, 1));
    }

    @Test
    void anOutcomeThatChangesIsCountedOnce() {
        var blocked = withOutcome(row("a", 0), "blocked");
        counts.added(row("a", 0));
        counts.changed(row("a", 0), blocked);

        counts.changed(blocked, withOutcome(blocked, "opened"));

        assertThat(counts.of(queue -> true)).isEqualTo(new Sum(1, 0));
    }

    @Test
    void tomorrowBeginsAtNothingAndYesterdaysRowsDoNotCountInIt() {
        counts.added(row("a", 0));
        clock.pass(Duration.ofDays(1));

        counts.changed(row("a", 0), withOutcome(row("a", 0), "blocked"));

        assertThat(counts.of(queue -> true)).isEqualTo(Sum.NONE);
    }
}
