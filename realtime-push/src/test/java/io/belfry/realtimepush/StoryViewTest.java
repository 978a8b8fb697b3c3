package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.realtimepush.StoryView.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryViewTest {
    private static final Instant TEN = Instant.parse("2026-11-30T10:00:00Z");
    private static final Map<String, String> RULE = Map.of("integration", "Acme", "rule", "Pop");

    private static TraceLine said(String verdict, String field, String because) {
        Map<String, String> data = new java.util.HashMap<>(RULE);
        data.put("verdict", verdict);
        data.put("field", field);
        String text = "\"Pop\" of Acme: " + verdict + " – " + because;
        return new TraceLine("pbx1:1.1", TEN, Step.RULE, text, data);
    }

    private static TraceLine became(String popId, String outcome) {
        Map<String, String> data = new java.util.HashMap<>(RULE);
        data.put("popId", popId);
        data.put("outcome", outcome);
        return new TraceLine("pbx1:1.1", TEN, Step.AGENT, "Anna: " + outcome, data);
    }

    @Test
    void eachPageOfARuleCountsWithItsLastOutcome() {
        StoryView story =
                StoryView.of(
                        List.of(
                                said("yes", "", "queue = Sales"),
                                became("anna", "blocked"),
                                became("bruno", "missed"),
                                became("carla", "missed"),
                                said("yes", "", "queue = Sales"),
                                became("anna", "opened")));

        assertThat(story.verdicts()).hasSize(1);
        assertThat(story.verdicts().get(0).said()).isEqualTo("yes");
        assertThat(story.verdicts().get(0).outcomes())
                .containsExactly(new Outcome("opened", 1), new Outcome("missed", 2));
    }

    @Test
    void aNoToAnotherEventIsWorthLessThanOneThatWasMeant() {
        StoryView story =
                StoryView.of(
                        List.of(
                                said("no", "event", "event is ringing, wants up"),
                                said("no", "queue", "queue is Support, wants Sales"),
                                said("no", "event", "event is hangup, wants up")));

        assertThat(story.verdicts().get(0).because()).isEqualTo("queue is Support, wants Sales");
        assertThat(story.verdicts().get(0).outcomes()).isEmpty();
    }
}
