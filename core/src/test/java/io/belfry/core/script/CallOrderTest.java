package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallOrderTest {
    private final CallOrder<String> order = new CallOrder<>(3);

    @Test
    void eventsOfOneCallComeOneAfterTheOther() {
        order.add("a", "a ringing");
        order.add("a", "a up");

        assertThat(order.next()).contains("a ringing");
        assertThat(order.next()).isEmpty();
        order.done("a");
        assertThat(order.next()).contains("a up");
    }

    @Test
    void anotherCallDoesNotWait() {
        order.add("a", "a ringing");
        order.add("a", "a up");
        order.add("b", "b ringing");
        order.next();

        assertThat(order.next()).contains("b ringing");
        assertThat(order.hasNext()).isFalse();
    }

    @Test
    void whatIsBegunAgainComesBeforeTheRestOfItsCall() {
        order.add("a", "a ringing");
        order.add("a", "a up");
        String begun = order.next().orElseThrow();

        order.putBack("a", begun);

        assertThat(order.next()).contains("a ringing");
        assertThat(order.next()).isEmpty();
    }

    @Test
    void theOldestGoesWhenThereIsNoMoreRoom() {
        order.add("a", "1");
        order.add("b", "2");
        order.add("a", "3");

        Optional<String> dropped = order.add("c", "4");

        assertThat(dropped).contains("1");
        assertThat(order.size()).isEqualTo(3);
        assertThat(order.next()).contains("3");
        assertThat(order.next()).contains("2");
        assertThat(order.next()).contains("4");
    }

    @Test
    void allThatWaitsCanBeTakenOut() {
        order.add("a", "1");
        order.add("b", "2");
        order.next();
        order.add("a", "3");

        assertThat(order.drain()).containsExactly("2", "3");
        assertThat(order.hasNext()).isFalse();
        order.done("a");
        assertThat(order.hasNext()).isFalse();
    }
}
