package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventClientTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    private final List<String> sent = new ArrayList<>();
    private boolean full;
    private boolean closed;
    private final EventClient client =
            new EventClient(
                    new EventClient.Wire() {
                        @Override
                        public boolean isFull() {
                            return full;
                        }

                        @Override
                        public void send(String text) {
                            sent.add(text);
                        }

                        @Override
                        public void close() {
                            closed = true;
                        }
                    },
                    Principal.staff("admin", "Ada", Role.ADMIN, List.of()),
                    EventFilter.of(List.of("up"), List.of()));

    @Test
    void whatItDidNotAskForMovesItOnWithTheNextBeat() {
        client.begin(5, TEN);
        client.tell(event(6, "ringing"), TEN);
        client.tick(TEN.plus(EventClient.BEAT));

        assertThat(sent).containsExactly("retry: 2000\n\n", ": beat\nid: s-6\n\n");
    }

    @Test
    void aHoleInTheMiddleIsToldBeforeWhatFollows() {
        client.begin(5, TEN);
        client.tell(event(6, "up"), TEN);
        client.tell(event(9, "up"), TEN);

        assertThat(sent.get(2))
                .isEqualTo("event: lost\ndata: {\"event\":\"lost\",\"count\":2}\n\n");
        assertThat(sent.get(3)).startsWith("id: s-9\nevent: up\n");
    }

    @Test
    void whoReadsNothingForTenSecondsIsSentAway() {
        client.begin(5, TEN);
        full = true;

        assertThat(client.tick(TEN)).isTrue();
        assertThat(client.tick(TEN.plusMillis(9_999))).isTrue();
        assertThat(closed).isFalse();
        assertThat(client.tick(TEN.plusSeconds(10))).isFalse();
        assertThat(closed).isTrue();
    }

    @Test
    void whoReadsAgainInTimeStays() {
        client.begin(5, TEN);
        full = true;
        client.tick(TEN);
        full = false;
        client.tick(TEN.plusSeconds(9));
        full = true;

        assertThat(client.tick(TEN.plusSeconds(18))).isTrue();
    }

    private static LoggedEvent event(long number, String kind) {
        return new LoggedEvent(new EventPosition("s", number), TEN, kind, "Sales", "{}");
    }
}
