package io.belfry.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-11-22T15:00:00Z");

    private final Timeline timeline = new Timeline(START);
    private final List<String> happened = new ArrayList<>();

    @Test
    void thingsHappenWhenTheyAreDueAndInTheOrderOfPlanning() {
        timeline.in(Duration.ofSeconds(2), () -> happened.add("late"));
        timeline.in(Duration.ofSeconds(1), () -> happened.add("first at one"));
        timeline.in(Duration.ofSeconds(1), () -> happened.add("second at one"));

        timeline.runUntil(START.plusSeconds(1));

        assertThat(happened).containsExactly("first at one", "second at one");
        assertThat(timeline.next()).contains(START.plusSeconds(2));
    }

    @Test
    void whatIsPlannedWhileSomethingHappensCountsFromThere() {
        timeline.in(
                Duration.ofSeconds(1),
                () -> timeline.in(Duration.ofSeconds(1), () -> happened.add("" + timeline.now())));

        timeline.runUntil(START.plusSeconds(10));

        assertThat(happened).containsExactly(START.plusSeconds(2).toString());
        assertThat(timeline.now()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void whatIsCancelledDoesNotHappen() {
        Timeline.Task task = timeline.in(Duration.ofSeconds(1), () -> happened.add("no"));

        task.cancel();
        timeline.runUntil(START.plusSeconds(5));

        assertThat(happened).isEmpty();
        assertThat(timeline.next()).isEmpty();
    }
}
