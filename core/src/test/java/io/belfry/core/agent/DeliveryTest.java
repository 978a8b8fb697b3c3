package io.belfry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery.Outcome;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    @Test
    void whatTheBrowserDidIsSaidInWords() {
        assertThat(
                        new Delivery(
                                        "1",
                                        Outcome.OPENED,
                                        "x",
                                        "work window instead of new tab",
                                        "Chrome",
                                        84)
                                .sentence("John Doe", false))
                .isEqualTo("John Doe, Chrome, work window instead of new tab: opened (84 ms)");
        assertThat(
                        new Delivery(
                                        "1",
                                        Outcome.BLOCKED,
                                        "x",
                                        "the work window is closed",
                                        "Firefox",
                                        12)
                                .sentence("John Doe", false))
                .isEqualTo("John Doe, Firefox: blocked – the work window is closed (12 ms)");
        assertThat(new Delivery("1", Outcome.CARD, "x", "", "", -1).sentence("John Doe", false))
                .isEqualTo("John Doe: card");
        assertThat(
                        new Delivery("1", Outcome.OPENED, "x", "", "Chrome", 84)
                                .sentence("John Doe", true))
                .isEqualTo("John Doe, Chrome: message shown (84 ms)");
    }
}
