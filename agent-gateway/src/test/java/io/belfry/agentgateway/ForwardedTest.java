package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.TEN;
import static io.belfry.agentgateway.Samples.pop;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.bus.HandOver.Pop;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardedTest {
    private final Forwarded forwarded = new Forwarded(3, Duration.ofMinutes(10));

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"OPENED", "DISMISSED", "REFUSED"})
    void whatIsSettledIsKeptNoLonger(Outcome outcome) {
        keep("p1", TEN);

        forwarded.became(delivery("p1", outcome), TEN);

        assertThat(forwarded.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"MISSED", "BLOCKED", "CARD"})
    void whatWaitsForTheAgentIsKeptWithWhatIsKnown(Outcome outcome) {
        keep("p1", TEN);

        forwarded.became(delivery("p1", outcome), TEN);

        Pop kept = (Pop) forwarded.where(each -> true).get(0).item(TEN.plusSeconds(7));
        assertThat(kept.outcome()).isEqualTo(outcome);
        assertThat(kept.open()).isFalse();
        assertThat(kept.course().owed()).isEqualTo(outcome == Outcome.MISSED);
        assertThat(kept.course().ageMillis()).isEqualTo(7_000);
    }

    @Test
    void whatItsNodeHasAnsweredIsKeptUntilAllWereTold() {
        keep("p1", TEN);
        forwarded.unsure("p1", TEN.plusSeconds(1));

        forwarded.answered(delivery("p1", Outcome.OPENED), TEN);
        var kept = forwarded.where(each -> true).get(0);
        var due = forwarded.due(TEN.plusSeconds(1));
        forwarded.became(delivery("p1", Outcome.OPENED), TEN);
        forwarded.answered(delivery("p1", Outcome.OPENED), TEN);

        assertThat(kept.answer()).contains(delivery("p1", Outcome.OPENED));
        assertThat(due).isEmpty();
        assertThat(forwarded.size()).isZero();
    }

    @Test
    void anAnswerThatMayChangeIsNotTheLastWord() {
        keep("p1", TEN);

        forwarded.answered(delivery("p1", Outcome.MISSED), TEN);

        assertThat(forwarded.where(each -> true))
                .singleElement()
                .satisfies(kept -> assertThat(kept.answer()).isEmpty());
    }

    @Test
    void aMessageIsOverWithAnyAnswer() {
        Notice notice = Samples.notice("n1", Notice.Level.INFO, "t", "b", TEN);
        forwarded.keep("a1", Luggage.fresh(new Parcel.OfNotice(notice), "b", TEN), "two", TEN);

        forwarded.became(delivery("n1", Outcome.MISSED), TEN);
        int afterSilence = forwarded.size();
        forwarded.became(delivery("n1", Outcome.OPENED), TEN);

        assertThat(afterSilence).isEqualTo(1);
        assertThat(forwarded.size()).isZero();
    }

    @Test
    void theOldestGoesWhenThereAreTooManyAndIsCounted() {
        for (int i = 1; i <= 4; i++) {
            keep("p" + i, TEN);
        }

        assertThat(forwarded.where(each -> true))
                .extracting(each -> each.item().id())
                .containsExactly("p2", "p3", "p4");
        assertThat(forwarded.dropped()).isEqualTo(1);
    }

    @Test
    void afterTenMinutesNobodyCares() {
        keep("p1", TEN);

        forwarded.expire(TEN.plusSeconds(599));
        int before = forwarded.size();
        forwarded.expire(TEN.plusSeconds(600));

        assertThat(before).isEqualTo(1);
        assertThat(forwarded.size()).isZero();
    }

    @Test
    void whatIsUncertainIsDueAtItsTime() {
        keep("p1", TEN);
        keep("p2", TEN);
        forwarded.unsure("p1", TEN.plusSeconds(1));

        assertThat(forwarded.due(TEN)).isEmpty();
        assertThat(forwarded.due(TEN.plusSeconds(1)))
                .extracting(each -> each.item().id())
                .containsExactly("p1");
    }

    private void keep(String id, Instant now) {
        forwarded.keep(
                "a1", Luggage.fresh(new Parcel.OfPage(pop(id, "", now)), "b", now), "two", now);
    }

    private static Delivery delivery(String id, Outcome outcome) {
        return new Delivery(id, outcome, "PJSIP/anna", "", "", -1);
    }
}
