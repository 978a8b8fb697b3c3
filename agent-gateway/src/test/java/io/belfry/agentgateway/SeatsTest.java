package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Seat;
import io.belfry.core.bus.SeatNews;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private final Seats seats = new Seats("here", Duration.ofSeconds(5));

    @Test
    void thePageThatWasLookedAtLastLeadsWhereverItIs() {
        seats.heard(news("one", 1, seat("a1", 10)), TEN);
        seats.heard(news("two", 1, seat("a1", 20)), TEN);

        assertThat(leader(Optional.empty())).contains("two");
        assertThat(leader(Optional.of(seat("a1", 15)))).contains("two");
        assertThat(leader(Optional.of(seat("a1", 25)))).isEmpty();
    }

    @Test
    void ofTwoAlikeAllNodesNameTheSame() {
        seats.heard(news("mine", 1, seat("a1", 10)), TEN);
        Seats there = new Seats("mine", Duration.ofSeconds(5));
        there.heard(news("here", 1, seat("a1", 10)), TEN);

        assertThat(leader(Optional.of(seat("a1", 10)))).contains("mine");
        assertThat(there.leader("a1", Optional.of(seat("a1", 10)))).isEmpty();
    }

    @Test
    void aMissingNumberIsNoticedAtTheNextWord() {
        boolean begun = seats.heard(news("one", 1, seat("a1", 10)), TEN);
        boolean lives = seats.heard(news("one", 1), TEN);
        boolean skipped = seats.heard(news("one", 3, Seat.empty("a1")), TEN);
        boolean still = seats.heard(news("one", 3), TEN);

        assertThat(List.of(begun, lives, skipped, still)).containsExactly(true, true, false, false);
        assertThat(seats.heardAll(news("one", 3, seat("a2", 10)), TEN))
                .containsExactlyInAnyOrder("a1", "a2");
        assertThat(seats.agents()).containsExactly("a2");
        assertThat(seats.heard(news("one", 3), TEN)).isTrue();
    }

    @Test
    void anOldAnswerUndoesNothing() {
        seats.heard(news("one", 1, seat("a1", 10)), TEN);
        seats.heard(news("one", 2, Seat.empty("a1")), TEN);

        seats.heardAll(news("one", 1, seat("a1", 10)), TEN);

        assertThat(seats.agents()).isEmpty();
    }

    @Test
    void aNodeThatSaysNothingForFiveSecondsIsNamed() {
        seats.heard(news("one", 0), TEN);
        seats.heard(news("two", 0), TEN.plusSeconds(2));

        assertThat(seats.silent(TEN.plusMillis(4_999))).isEmpty();
        assertThat(seats.silent(TEN.plusSeconds(5))).containsExactly("one");
    }

    @Test
    void withANodeItsSeatsGo() {
        seats.heard(news("one", 1, seat("a1", 10)), TEN);

        assertThat(seats.gone("one")).containsExactly("a1");

        assertThat(seats.nodes()).isEmpty();
        assertThat(leader(Optional.empty())).isEmpty();
    }

    private Optional<String> leader(Optional<Seat> here) {
        return seats.leader("a1", here).map(Seats.There::node);
    }

    private static SeatNews news(String node, long number, Seat... seats) {
        return new SeatNews(node, number, List.of(seats));
    }

    private static Seat seat(String agent, int focused) {
        Instant at = TEN.plusSeconds(focused);
        return new Seat(agent, 1, "unknown", "b", at, TEN);
    }
}
