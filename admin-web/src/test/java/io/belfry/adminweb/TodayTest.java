package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.PopId;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TodayTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final AgentLeg ANNA = new AgentLeg("Anna", "1", "SIP/anna", "", "1.2");
    private final MovingClock clock = new MovingClock(TEN);
    private final Today today = new Today(clock, ROME);

    @BeforeEach
    void settings() {
        Rule rule =
                new Rule(
                        "r",
                        true,
                        Set.of(CallEvent.Kind.UP),
                        List.of(),
                        List.of(),
                        List.of(
                                new Action.Open("", OpenMode.NEW_TAB),
                                new Action.Notify(Notice.Level.INFO, "t", "b")));
        Integration crm =
                new Integration("i1", "CRM", true, "https://x/", List.of(), List.of(rule), 1);
        today.use(new Configuration(1, List.of(crm), List.of(), List.of(), List.of()));
    }

    private static Call call(String id, String queue) {
        return new Call(
                new CallId("pbx", id),
                id,
                queue,
                "SIP/t",
                "c",
                "1",
                Caller.UNKNOWN,
                new TreeMap<>(Map.of()));
    }

    private static CallEvent ringing(String id, String queue) {
        return new CallEvent.Ringing(
                new CallEvent.Head("pbx/" + id + "/r", TEN, false), call(id, queue), ANNA, 1);
    }

    static CallEvent up(String id, String queue) {
        return new CallEvent.Up(
                new CallEvent.Head("pbx/" + id + "/u", TEN, false),
                call(id, queue),
                ANNA,
                Seconds.of(1),
                Seconds.of(1));
    }

    private static Delivery pop(String id, Outcome outcome) {
        return new Delivery(id, outcome, "SIP/anna", "", "", 1);
    }

    @Test
    void callThatRingsThreeTimesIsOneCall() {
        today.add(ringing("1", "Sales"));
        today.add(ringing("1", "Sales"));
        today.add(up("1", "Sales"));
        today.add(ringing("2", "Sales"));

        assertThat(today.figures(any -> true).calls()).isEqualTo(2);
        assertThat(today.figures(any -> true).answered()).isEqualTo(1);
    }

    @Test
    void supervisorIsToldOfHisQueuesOnly() {
        today.add(up("1", "Sales"));
        today.add(up("2", "Support"));
        today.add(pop("pbx/1/u/i1/0/0", Outcome.OPENED));
        today.add(pop("pbx/2/u/i1/0/0", Outcome.BLOCKED));

        Today.Figures sales = today.figures("Sales"::equals);

        assertThat(sales.calls()).isEqualTo(1);
        assertThat(sales.opened()).isEqualTo(1);
        assertThat(sales.blocked()).isZero();
        assertThat(today.figures("Support"::equals).blocked()).isEqualTo(1);
    }

    @Test
    void popIsCountedOnceWithItsLatestOutcome() {
        today.add(up("1", "Sales"));
        today.add(pop("pbx/1/u/i1/0/0", Outcome.BLOCKED));
        today.add(pop("pbx/1/u/i1/0/0", Outcome.OPENED));

        assertThat(today.figures(any -> true).blocked()).isZero();
        assertThat(today.figures(any -> true).opened()).isEqualTo(1);
        assertThat(today.popsOf("i1")).isEqualTo(1);
    }

    @Test
    void aPageThatAProgramOpenedCountsInTheQueueOfTheCall() {
        today.add(up("1", "Sales"));
        today.add(pop(PopId.ofProgram("pbx/1/u", "p1"), Outcome.MISSED));
        today.add(pop(PopId.ofProgram(PopId.NO_EVENT, "p1"), Outcome.OPENED));

        assertThat(today.figures("Sales"::equals).missed()).isEqualTo(1);
        assertThat(today.figures("Sales"::equals).opened()).isZero();
        assertThat(today.figures(any -> true).opened()).isEqualTo(1);
    }

    @Test
    void noticeIsNoPop() {
        today.add(pop("pbx/1/u/i1/0/1", Outcome.OPENED));

        assertThat(today.figures(any -> true).opened()).isZero();
        assertThat(today.hasPopped()).isFalse();
    }

    @Test
    void commandOfAnAdministratorIsNoPopOfARule() {
        today.add(pop("api-7d0f", Outcome.OPENED));

        assertThat(today.hasPopped()).isFalse();
    }

    @Test
    void midnightOfTheContactCentreBeginsANewDay() {
        today.add(up("1", "Sales"));
        today.add(pop("pbx/1/u/i1/0/0", Outcome.OPENED));

        clock.set(Instant.parse("2026-11-22T22:59:59Z"));
        assertThat(today.figures(any -> true).calls()).isEqualTo(1);
        clock.set(Instant.parse("2026-11-22T23:00:00Z"));

        assertThat(today.figures(any -> true)).isEqualTo(Today.Figures.NONE);
        assertThat(today.popsOf("i1")).isZero();
        assertThat(today.hasPopped()).isTrue();
    }

    /** A clock that the test sets. */
    private static final class MovingClock extends Clock {
        private Instant now;

        private MovingClock(Instant now) {
            this.now = now;
        }

        private void set(Instant then) {
            now = then;
        }

        @Override
        public ZoneId getZone() {
            return ROME;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
