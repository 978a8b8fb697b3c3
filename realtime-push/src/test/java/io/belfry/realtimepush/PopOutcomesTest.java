package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.PopId;
import io.belfry.realtimepush.PopOutcomes.Pop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopOutcomesTest {
    private static final Pop POP = new Pop("Acme CRM", "pbx1:1.1", "PJSIP/anna");

    private final PopOutcomes outcomes = new PopOutcomes();

    @BeforeEach
    void settings() {
        outcomes.configured(SomeCalls.SETTINGS);
        outcomes.happened(SomeCalls.ringing("e/1", "1.1"));
    }

    @Test
    void aDeliveryIsThatOfItsIntegrationAgentAndCall() {
        var told = outcomes.delivered(SomeCalls.delivery("e/1/i1/0/0", Outcome.BLOCKED));

        assertThat(told).containsExactly(new PopOutcomes.Told(POP, "blocked"));
        assertThat(outcomes.of(POP)).isEqualTo("blocked");
    }

    @Test
    void theLatestOutcomeCounts() {
        outcomes.delivered(SomeCalls.delivery("e/1/i1/0/0", Outcome.CARD));

        outcomes.delivered(SomeCalls.delivery("e/1/i1/0/0", Outcome.OPENED));

        assertThat(outcomes.of(POP)).isEqualTo("opened");
    }

    @Test
    void anAcknowledgedNotificationIsNoOpenedPage() {
        var told = outcomes.delivered(SomeCalls.delivery("e/1/i1/0/1", Outcome.OPENED));

        assertThat(told).isEmpty();
        assertThat(outcomes.of(POP)).isEmpty();
    }

    @Test
    void aPageOfAScriptCountsAndItsMessageDoesNot() {
        var message =
                outcomes.delivered(SomeCalls.delivery("e/1/i1/script-message/1", Outcome.OPENED));
        var page = outcomes.delivered(SomeCalls.delivery("e/1/i1/script/2", Outcome.MISSED));

        assertThat(message).isEmpty();
        assertThat(page).containsExactly(new PopOutcomes.Told(POP, "missed"));
    }

    @Test
    void commandsThatNoRuleGaveAreNobodysOutcome() {
        assertThat(outcomes.delivered(SomeCalls.delivery("command-7", Outcome.OPENED))).isEmpty();
        assertThat(outcomes.delivered(SomeCalls.delivery("x/i1/0/0", Outcome.OPENED))).isEmpty();
        assertThat(outcomes.delivered(SomeCalls.delivery("e/1/i9/0/0", Outcome.OPENED))).isEmpty();
    }

    @Test
    void aPageOfAProgramCountsForTheRowsThatItPushesOfTheCall() {
        String page = PopId.ofProgram("e/1", "p1");
        var before = outcomes.delivered(SomeCalls.delivery(page, Outcome.MISSED));

        outcomes.pushed(PopId.ofProgram(PopId.NO_EVENT, "p2"), POP);
        String ofAnother = outcomes.of(POP);
        outcomes.pushed(PopId.ofProgram(PopId.NO_EVENT, "p1"), POP);

        assertThat(before).isEmpty();
        assertThat(ofAnother).isEmpty();
        assertThat(outcomes.of(POP)).isEqualTo("missed");
        assertThat(outcomes.delivered(SomeCalls.delivery(page, Outcome.OPENED)))
                .containsExactly(new PopOutcomes.Told(POP, "opened"));
    }

    @Test
    void aPageOfAProgramThatBelongsToNoCallIsOfNoRow() {
        outcomes.pushed(PopId.ofProgram(PopId.NO_EVENT, "p1"), POP);

        var told =
                outcomes.delivered(
                        SomeCalls.delivery(PopId.ofProgram(PopId.NO_EVENT, "p1"), Outcome.OPENED));

        assertThat(told).isEmpty();
    }
}
