package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Principal ANNA = Principal.agent("anna", "Anna", "a1");

    private final AtomicLong nanos = new AtomicLong();
    private final Tickets tickets = new Tickets(nanos::get);

    @Test
    void aTicketIsGoodOnce() {
        String ticket = tickets.issue(ANNA);

        assertThat(tickets.take(ticket)).contains(ANNA);
        assertThat(tickets.take(ticket)).isEmpty();
        assertThat(tickets.take("")).isEmpty();
    }

    @Test
    void andForAMinute() {
        String ticket = tickets.issue(ANNA);

        nanos.addAndGet(Tickets.GOOD_FOR.toNanos());

        assertThat(tickets.take(ticket)).isEmpty();
    }

    @Test
    void ofTooManyTheOldestIsForgotten() {
        String first = tickets.issue(ANNA);
        String second = tickets.issue(ANNA);
        for (int i = 1; i < Tickets.MOST; i++) {
            tickets.issue(ANNA);
        }

        assertThat(tickets.take(first)).isEmpty();
        assertThat(tickets.take(second)).contains(ANNA);
    }
}
