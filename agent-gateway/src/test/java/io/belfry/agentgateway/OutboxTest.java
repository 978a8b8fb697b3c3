package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox(GatewayLimits.DEFAULT, 1000);

    @Test
    void numbersGoOnWhereTheyWere() {
        var first = add("p1", TEN).entry();
        var second = add("p2", TEN).entry();

        assertThat(first.seq()).isEqualTo(1001);
        assertThat(second.seq()).isEqualTo(1002);
    }

    @Test
    void theOldestGoesWhenThereAreMoreThanItHolds() {
        for (int i = 1; i <= 100; i++) {
            add("p" + i, TEN);
        }

        var added = add("p101", TEN);

        assertThat(added.dropped()).extracting(entry -> entry.parcel().id()).containsExactly("p1");
        assertThat(outbox.size()).isEqualTo(100);
    }

    @Test
    void theOldestGoesWhenTheyAreTooBigTogether() {
        String url = "https://crm.example/" + "x".repeat(7_000);
        int fit = GatewayLimits.DEFAULT.bytes() / 7_000;

        for (int i = 0; i < fit + 10; i++) {
            var pop = Samples.pop("p" + i, url, OpenMode.NEW_TAB, "", TEN);
            outbox.add(new Parcel.OfPage(pop), TEN, TEN);
        }

        assertThat(outbox.bytes()).isLessThanOrEqualTo(GatewayLimits.DEFAULT.bytes());
        assertThat(outbox.size()).isLessThan(fit + 1).isGreaterThan(fit - 5);
        assertThat(outbox.find("p0")).isEmpty();
    }

    @Test
    void whatIsRemovedTakesItsSizeAlong() {
        add("p1", TEN);

        outbox.remove("p1");

        assertThat(outbox.bytes()).isZero();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void afterTenMinutesNothingIsKept() {
        add("old", TEN);
        add("young", TEN.plusSeconds(1));

        var expired = outbox.expire(TEN.plus(Duration.ofMinutes(10)));

        assertThat(expired).extracting(entry -> entry.parcel().id()).containsExactly("old");
        assertThat(outbox.find("young")).isPresent();
    }

    @Test
    void aPageMayOpenByItselfForThirtySecondsAndANoticeForTenMinutes() {
        var page = add("p", TEN).entry();
        var notice =
                outbox.add(
                                new Parcel.OfNotice(
                                        Samples.notice("n", Notice.Level.INFO, "t", "b", TEN)),
                                TEN,
                                TEN)
                        .entry();

        assertThat(page.mayAct(TEN.plusMillis(29_999), GatewayLimits.DEFAULT)).isTrue();
        assertThat(page.mayAct(TEN.plusSeconds(30), GatewayLimits.DEFAULT)).isFalse();
        assertThat(notice.mayAct(TEN.plusSeconds(599), GatewayLimits.DEFAULT)).isTrue();
        assertThat(notice.mayAct(TEN.plusSeconds(600), GatewayLimits.DEFAULT)).isFalse();
    }

    private Outbox.Added add(String id, Instant now) {
        return outbox.add(new Parcel.OfPage(Samples.pop(id, "", now)), now, now);
    }
}
