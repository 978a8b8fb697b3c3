package io.belfry.realtimepush.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTailTest {
    private final EventTail tail = new EventTail(3);

    @Test
    void theNewestAreHereAndTheOldestMakeRoom() {
        tail.startAt(new EventPosition("a", 10));
        for (int i = 11; i <= 15; i++) {
            tail.add(event(i));
        }

        assertThat(numbers(12, 10)).containsExactly(13L, 14L, 15L);
        assertThat(numbers(13, 1)).containsExactly(14L);
        assertThat(tail.reaches(12)).isTrue();
        assertThat(tail.reaches(11)).isFalse();
        assertThat(tail.oldest().orElseThrow().position().number()).isEqualTo(13);
    }

    @Test
    void anEmptyOneReachesOnlyWhoHasEverything() {
        tail.startAt(new EventPosition("a", 10));

        assertThat(tail.reaches(10)).isTrue();
        assertThat(tail.reaches(9)).isFalse();
        assertThat(tail.oldest()).isEmpty();
    }

    @Test
    void aHoleBeginsAnew() {
        tail.startAt(new EventPosition("a", 0));
        tail.add(event(1));
        tail.add(event(5));

        assertThat(tail.reaches(1)).isFalse();
        assertThat(numbers(4, 10)).containsExactly(5L);
    }

    private List<Long> numbers(long after, int most) {
        return tail.after(after, most).stream().map(each -> each.position().number()).toList();
    }

    private static LoggedEvent event(long number) {
        return new LoggedEvent(new EventPosition("s", number), Instant.EPOCH, "up", "Sales", "{}");
    }
}
