package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.web.FakeClock;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventClientTest {

    private final List<String> sent = new ArrayList<>();
    private final FakeClock clock = new FakeClock();
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
                    EventFilter.of(List.of("up"), List.of()),
                    clock);

    @Test
    void whatItDidNotAskForMovesItOnWithTheNextBeat() {
        client.began(Optional.empty());
        client.told(event(6, "ringing"));
        clock.pass(EventClient.BEAT);
        client.tick();

        assertThat(sent).containsExactly("retry: 2000\n\n", ": beat\nid: s-6\n\n");
    }

    @Test
    void anEventAndALossLookAsTheStandardSays() {
        client.began(Optional.empty());
        client.lost(2);
        client.lost(-1);
        client.told(event(9, "up"));

        assertThat(sent)
                .containsExactly(
                        "retry: 2000\n\n",
                        "event: lost\ndata: {\"event\":\"lost\",\"count\":2}\n\n",
                        "event: lost\ndata: {\"event\":\"lost\",\"count\":null}\n\n",
                        "id: s-9\nevent: up\ndata: {}\n\n");
    }

    @Test
    void whoReadsNothingForTenSecondsIsSentAway() {
        full = true;

        assertThat(client.tick()).isTrue();
        clock.pass(EventClient.PATIENCE.minusMillis(1));
        assertThat(client.tick()).isTrue();
        assertThat(closed).isFalse();
        clock.pass(Duration.ofMillis(1));
        assertThat(client.tick()).isFalse();
        assertThat(closed).isTrue();
    }

    @Test
    void whoReadsAgainInTimeStays() {
        full = true;
        client.tick();
        full = false;
        clock.pass(Duration.ofSeconds(9));
        client.tick();
        full = true;
        clock.pass(Duration.ofSeconds(9));

        assertThat(client.tick()).isTrue();
    }

    private LoggedEvent event(long number, String kind) {
        return new LoggedEvent(
                new EventPosition("s", number), clock.instant(), kind, "Sales", "{}");
    }
}
