package io.belfry.realtimepush.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFollowerTest {
    private final List<String> heard = new ArrayList<>();
    private boolean full;
    private final EventFollower follower =
            new EventFollower() {
                @Override
                protected boolean isFull() {
                    return full;
                }

                @Override
                protected void began(Optional<EventPosition> position) {
                    heard.add("began");
                }

                @Override
                protected void told(LoggedEvent event) {
                    heard.add(event.position().toString());
                }

                @Override
                protected void lost(long count) {
                    heard.add("lost " + count);
                }

                @Override
                protected void giveUp() {
                    heard.add("gave up");
                }
            };

    @Test
    void aHoleInTheMiddleIsToldBeforeWhatFollows() {
        follower.begin(5);
        follower.tell(event(6));
        follower.tell(event(9));

        assertThat(heard).containsExactly("began", "s-6", "lost 2", "s-9");
        assertThat(follower.number()).isEqualTo(9);
    }

    @Test
    void whoIsFullOrWaitsForTheLogOrIsGoneIsNotTold() {
        assertThat(follower.canBeTold()).isTrue();
        full = true;
        assertThat(follower.canBeTold()).isFalse();
        full = false;
        follower.reading(true);
        assertThat(follower.canBeTold()).isFalse();
        follower.reading(false);
        follower.end();
        assertThat(follower.canBeTold()).isFalse();
    }

    private static LoggedEvent event(long number) {
        return new LoggedEvent(new EventPosition("s", number), Instant.EPOCH, "up", "Sales", "{}");
    }
}
