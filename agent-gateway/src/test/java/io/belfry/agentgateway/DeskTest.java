package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.TEN;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.hangup;
import static io.belfry.agentgateway.Samples.pop;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.Samples.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.bus.HandOver;
import io.belfry.core.bus.HandOver.Item;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final String CALL = "pbx1:1.1";

    private final List<Delivery> deliveries = new ArrayList<>();
    private final Desk desk = desk("boot");

    private Desk desk(String boot) {
        return new Desk(
                ANNA, GatewayLimits.DEFAULT, boot, TEN, deliveries::add, List::of, Framing.FREE);
    }

    @Test
    void aPageIsOpenedInTheActingWindowAndShownInTheOthers() {
        ListPage one = hello("one", "b", 0);
        ListPage two = hello("two", "b", 0);
        desk.focus("one", at(1));

        desk.show(pop("p1", CALL, at(2)), at(2));

        assertThat(one.ids("open")).containsExactly("p1");
        assertThat(two.ids("open")).isEmpty();
        assertThat(two.ids("pop")).containsExactly("p1");
        assertThat(deliveries).isEmpty();
    }

    @Test
    void theAnswerSaysWhichBrowserAndHowLongItTook() {
        hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));

        desk.ack("one", opened("p1", "work window instead of new tab"), at(1).plusMillis(84));

        assertThat(deliveries)
                .containsExactly(
                        new Delivery(
                                "p1",
                                Outcome.OPENED,
                                "PJSIP/anna",
                                "work window instead of new tab",
                                "Chrome 1",
                                84));
        assertThat(desk.unanswered()).isZero();
    }

    @Test
    void withoutAPageItIsMissedAtOnceAndOpensWhenThePageComesSoon() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        var atOnce = List.copyOf(deliveries);

        ListPage page = hello("one", "b", 12);
        desk.ack("one", opened("p1", ""), at(13));

        assertThat(atOnce).extracting(Delivery::detail).containsExactly(Courier.NO_PAGE);
        assertThat(page.ids("open")).containsExactly("p1");
        assertThat(deliveries).extracting(Delivery::outcome).endsWith(Outcome.OPENED);
    }

    @Test
    void whatIsTooOldIsListedWithTheTimeOfAbsenceAndNotOpened() {
        desk.show(pop("p1", CALL, at(0)), at(0));

        ListPage page = hello("one", "b", 45);
        desk.sweep(at(46));

        assertThat(page.ids("open")).isEmpty();
        assertThat(page.of("pop")).hasSize(1);
        assertThat(page.of("pop").get(0).getString("outcome")).isEqualTo("missed");
        assertThat(page.of("pop").get(0).getLong("offline")).isEqualTo(45);
        assertThat(last().detail()).isEqualTo("offline 45 s");
    }

    @Test
    void aPageOfACallThatIsOverIsListedAndNotOpened() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        desk.on(hangup(call("1.1"), ANNA, at(3)), Instant.EPOCH);

        ListPage page = hello("one", "b", 5);

        assertThat(page.ids("open")).isEmpty();
        assertThat(last().outcome()).isEqualTo(Outcome.MISSED);
    }

    @Test
    void aPageThatTheHangupItselfAskedForStillOpens() {
        desk.on(hangup(call("1.1"), ANNA, at(3)), Instant.EPOCH);
        desk.show(pop("survey", CALL, at(3)), at(3));

        ListPage page = hello("one", "b", 5);

        assertThat(page.ids("open")).containsExactly("survey");
    }

    @Test
    void awayForElevenMinutesTheNewestHundredAreListedAndTheOthersCounted() {
        for (int i = 0; i < 500; i++) {
            desk.show(pop("p" + i, "", at(i)), at(i));
        }

        ListPage page = hello("one", "b", 11 * 60);

        assertThat(page.ids("open")).isEmpty();
        assertThat(page.of("pop")).hasSize(100);
        assertThat(page.of("welcome").get(0).getLong("older")).isEqualTo(400);
        assertThat(desk.unanswered()).isLessThanOrEqualTo(100);
        assertThat(deliveries.stream().map(Delivery::popId).distinct()).hasSize(500);
    }

    @Test
    void whatWasOpenedOrPutAwayLeavesAFullListUncounted() {
        hello("one", "b", 0);
        for (int i = 0; i < 150; i++) {
            desk.show(pop("p" + i, "", at(i)), at(i));
            Outcome seen = i % 2 == 0 ? Outcome.OPENED : Outcome.DISMISSED;
            desk.ack("one", ack("p" + i, seen), at(i));
        }

        ListPage later = hello("two", "b", 200);

        assertThat(later.of("pop")).hasSize(100);
        assertThat(later.of("welcome").get(0).getInteger("older")).isZero();
        assertThat(desk.day().dropped()).isZero();
    }

    @Test
    void whatFellOutUnopenedStaysCountedWhenTheDayIsCleared() {
        for (int i = 0; i < 130; i++) {
            desk.show(pop("p" + i, "", at(i)), at(i));
        }
        long before = desk.day().dropped();

        desk.forgetBefore(at(100_000));

        assertThat(before).isEqualTo(30);
        assertThat(desk.day().dropped()).isEqualTo(30);
        assertThat(desk.day().older()).isZero();
    }

    @Test
    void theAskerWaitsAMomentForAPageThatWasThere() {
        hello("one", "b", 0);
        desk.gone("one", at(1));

        desk.show(pop("p1", CALL, at(2)), at(2));
        boolean silent = deliveries.isEmpty();
        ListPage back = hello("again", "b", 3);
        desk.ack("again", opened("p1", ""), at(3));

        assertThat(silent).isTrue();
        assertThat(back.ids("open")).containsExactly("p1");
        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.OPENED);
    }

    @Test
    void whenThePageDoesNotComeBackInTimeItIsMissed() {
        hello("one", "b", 0);
        desk.gone("one", at(1));
        desk.show(pop("p1", CALL, at(2)), at(2));

        desk.sweep(at(4));

        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.MISSED);
    }

    @Test
    void aSilentPageIsMissedAfterFourSecondsAndItsLateWordStillCounts() {
        hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));

        desk.sweep(at(4));
        int before = deliveries.size();
        desk.sweep(at(5));
        Delivery silent = last();
        desk.ack("one", opened("p1", ""), at(9));

        assertThat(before).isZero();
        assertThat(silent.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(silent.detail()).contains("4 s");
        assertThat(last().outcome()).isEqualTo(Outcome.OPENED);
        assertThat(deliveries).hasSize(2);
    }

    @Test
    void whenTheActingWindowDiesAnotherTabOfTheBrowserTakesOverAtOnce() {
        hello("leader", "b", 0);
        ListPage other = hello("other", "b", 0);
        desk.focus("leader", at(1));
        desk.show(pop("p1", CALL, at(2)), at(2));

        desk.gone("leader", at(3));

        assertThat(other.ids("open")).containsExactly("p1");
    }

    @Test
    void anotherBrowserTakesOverOnlyWhenTheFirstIsNotComingBack() {
        hello("leader", "first browser", 0);
        ListPage other = hello("other", "second browser", 0);
        desk.focus("leader", at(1));
        desk.show(pop("p1", CALL, at(2)), at(2));

        desk.gone("leader", at(3));
        desk.sweep(at(12));
        var early = other.ids("open");
        desk.sweep(at(13));

        assertThat(early).isEmpty();
        assertThat(other.ids("open")).containsExactly("p1");
    }

    @Test
    void aPageThatSaysItHasItIsNotSentItAgain() {
        ListPage first = hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        long seq = first.of("open").get(0).getLong("seq");
        desk.gone("one", at(2));

        ListPage again = new ListPage();
        desk.hello(
                "two",
                again,
                new PageMessage.Hello(seq, "b", Popups.UNKNOWN, false, ""),
                "Chrome 1",
                at(3));
        desk.sweep(at(4));
        desk.ack("two", opened("p1", ""), at(5));

        assertThat(again.ids("open")).isEmpty();
        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.OPENED);
    }

    @Test
    void aReloadedPageThatHasItGetsNoSecondOneWhenItsFormerSelfIsFoundDead() {
        ListPage first = hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        long seq = first.of("open").get(0).getLong("seq");

        ListPage reloaded = new ListPage();
        desk.hello(
                "two",
                reloaded,
                new PageMessage.Hello(seq, "b", Popups.UNKNOWN, true, ""),
                "Chrome 1",
                at(2));
        desk.gone("one", at(3));

        assertThat(reloaded.ids("open")).isEmpty();
    }

    @Test
    void aPageThatLostItsConnectionBeforeItHandledThePopGetsItAgain() {
        hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        desk.gone("one", at(2));

        ListPage again = hello("two", "b", 3);

        assertThat(again.ids("open")).containsExactly("p1");
    }

    @Test
    void aBlockedPageThatIsOpenedByHandBecomesOpened() {
        hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        desk.ack("one", ack("p1", Outcome.BLOCKED), at(2));

        desk.ack("one", opened("p1", "by hand"), at(30));

        assertThat(deliveries)
                .extracting(Delivery::outcome)
                .containsExactly(Outcome.BLOCKED, Outcome.OPENED);
        assertThat(last().detail()).isEqualTo("by hand");
    }

    @Test
    void whatWasOpenedCanNotBecomeBlockedAgain() {
        hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        desk.ack("one", opened("p1", ""), at(2));

        desk.ack("one", ack("p1", Outcome.BLOCKED), at(3));

        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.OPENED);
    }

    @Test
    void theSamePageAskedForAgainIsNotSentTwice() {
        ListPage page = hello("one", "b", 0);
        desk.show(pop("p1", CALL, at(1)), at(1));
        desk.ack("one", opened("p1", ""), at(2));

        desk.show(pop("p1", CALL, at(1)), at(3));

        assertThat(page.ids("open")).containsExactly("p1");
        assertThat(deliveries).hasSize(2);
        assertThat(last().outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void anAnswerToSomethingUnknownChangesNothing() {
        hello("one", "b", 0);

        desk.ack("one", opened("never sent", ""), at(1));

        assertThat(deliveries).isEmpty();
    }

    @Test
    void aNoticeGoesToAllWindowsAndOneAnswersForIt() {
        ListPage one = hello("one", "b", 0);
        ListPage two = hello("two", "b", 0);

        desk.notice(Samples.notice("n1", Notice.Level.WARNING, "Careful", "VIP", at(1)), at(1));
        desk.ack("two", opened("n1", ""), at(2));

        assertThat(one.of("notify").get(0).getLong("seq")).isZero();
        assertThat(two.of("notify").get(0).getLong("seq")).isPositive();
        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.OPENED);
    }

    @Test
    void aNoticeAskedForAgainIsAnsweredAgainAndKeptOnce() {
        desk.notice(Samples.notice("n1", Notice.Level.INFO, "Hello", "", at(0)), at(0));

        desk.notice(Samples.notice("n1", Notice.Level.INFO, "Hello", "", at(0)), at(1));

        assertThat(deliveries).hasSize(2);
        assertThat(hello("one", "b", 2).of("notify")).hasSize(1);
    }

    @Test
    void aNoticeWaitsForThePageToCome() {
        desk.notice(Samples.notice("n1", Notice.Level.INFO, "Hello", "", at(0)), at(0));

        ListPage page = hello("one", "b", 300);

        assertThat(page.of("notify")).hasSize(1);
        assertThat(page.of("notify").get(0).getLong("seq")).isPositive();
        assertThat(deliveries).extracting(Delivery::outcome).containsExactly(Outcome.MISSED);
    }

    @Test
    void aWindowThatReadsNothingIsPassedOverAndGetsEverythingLater() {
        ListPage slow = hello("slow", "b", 0);
        ListPage good = hello("good", "b", 0);
        desk.focus("slow", at(1));
        slow.full = true;

        desk.show(pop("p1", CALL, at(2)), at(2));
        slow.full = false;
        desk.drained("slow", at(3));

        assertThat(good.ids("open")).containsExactly("p1");
        assertThat(slow.ids("open")).isEmpty();
        assertThat(slow.ids("pop")).containsExactly("p1");
    }

    @Test
    void withNobodyReadingThePageIsHeldBackUntilSomebodyDoes() {
        ListPage only = hello("only", "b", 0);
        only.full = true;

        desk.show(pop("p1", CALL, at(1)), at(1));
        var held = only.ids("open");
        only.full = false;
        desk.drained("only", at(2));

        assertThat(held).isEmpty();
        assertThat(only.ids("open")).containsExactly("p1");
    }

    @Test
    void aColleagueWhoTakesTheCallIsNamed() {
        ListPage page = hello("one", "b", 0);
        desk.on(ringing(call("1.1"), ANNA, at(1)), at(0));

        desk.on(taken(call("1.1"), ANNA, "PJSIP/bruno", at(5)), Instant.EPOCH);

        assertThat(page.of("taken"))
                .containsExactly(
                        new JsonObject()
                                .put("type", "taken")
                                .put("call", CALL)
                                .put("by", "PJSIP/bruno"));
    }

    @Test
    void whoeverStopsActingIsTold() {
        ListPage one = hello("one", "b", 0);
        hello("two", "b", 1);

        desk.focus("one", at(2));
        desk.gone("one", at(3));

        assertThat(one.of("welcome").get(0).getBoolean("acts")).isTrue();
        assertThat(one.of("lead"))
                .extracting(message -> message.getBoolean("acts"))
                .containsExactly(false, true);
    }

    @Test
    void whatGoesToAnotherNodeIsGivenToNobodyHereUntilThatIsDecided() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        HandOver part = desk.give(at(1));

        ListPage page = hello("one", "b", 2);
        var meanwhile = page.ids("open");
        desk.stays(part, Optional.of("b"), at(3));

        assertThat(meanwhile).isEmpty();
        assertThat(page.ids("open")).containsExactly("p1");
    }

    @Test
    void whatWasGivenIsNotHereAnyMore() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        desk.notice(Samples.notice("n1", Notice.Level.INFO, "t", "b", at(0)), at(0));

        desk.given(desk.give(at(1)));

        assertThat(desk.hasToGive()).isFalse();
        assertThat(hello("one", "b", 2).messages)
                .extracting(message -> message.getString("type"))
                .containsExactly("welcome", "ready");
    }

    @Test
    void whatComesFromAnotherNodeIsAsOldAsItWasThere() {
        desk.show(pop("young", CALL, at(0)), at(0));
        desk.show(pop("old", CALL, at(0)), at(0));
        HandOver part = desk.give(at(29));
        Desk other = desk("other");
        ListPage page = new ListPage();
        other.hello("two", page, hello("b"), "Chrome 1", at(1000));

        // its clock is another
        other.take(new HandOver(part.agent(), -1, part.items().subList(0, 1)), at(1000));
        Item old = part.items().get(1);
        other.take(
                new HandOver(part.agent(), -1, List.of(old.with(old.course().aged(30_000)))),
                at(1000));

        assertThat(page.ids("open")).containsExactly("young");
        assertThat(last().popId()).isEqualTo("old");
        assertThat(last().detail()).isEqualTo("offline 30 s");
    }

    @Test
    void whatCameFromTwoNodesIsOne() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        HandOver part = desk.give(at(1));
        Desk other = desk("other");
        ListPage page = new ListPage();
        other.hello("two", page, hello("b"), "Chrome 1", at(1));

        other.take(part, at(1));
        other.ack("two", opened("p1", ""), at(2));
        other.take(part, at(3));

        assertThat(page.of("open")).hasSize(1);
        assertThat(deliveries)
                .as("who thought that it was missed hears again that it was not")
                .extracting(Delivery::outcome)
                .containsExactly(Outcome.MISSED, Outcome.OPENED, Outcome.OPENED);
    }

    @Test
    void aPageOfACallThatHasEndedMeanwhileIsNotOpenedAtTheNextNode() {
        desk.show(pop("p1", CALL, at(0)), at(0));
        HandOver part = desk.give(at(4));
        Desk other = desk("other");
        ListPage page = new ListPage();
        other.hello("two", page, hello("b"), "Chrome 1", at(1));
        other.on(ringing(call("1.1"), ANNA, at(0)), Instant.EPOCH);
        other.on(hangup(call("1.1"), ANNA, at(3)), Instant.EPOCH);

        other.take(part, at(4));

        assertThat(page.ids("open")).isEmpty();
        assertThat(page.of("pop").get(0).getString("outcome")).isEqualTo("missed");
    }

    @Test
    void anAnswerThatAnotherNodeHeardCountsHere() {
        desk.show(pop("p1", CALL, at(0)), at(0));

        desk.toldElsewhere(
                new Delivery("p1", Outcome.OPENED, "PJSIP/anna", "", "Chrome 1", 80), at(1));

        assertThat(hello("one", "b", 2).ids("open")).isEmpty();
        assertThat(desk.unanswered()).isZero();
    }

    @Test
    void afterTheDayNothingIsLeft() {
        hello("one", "b", 0);
        desk.on(ringing(call("1.1"), ANNA, at(1)), at(0));
        desk.show(pop("p1", CALL, at(1)), at(1));
        desk.ack("one", opened("p1", ""), at(2));
        desk.gone("one", at(3));

        desk.forgetBefore(at(100));

        assertThat(desk.isEmpty()).isTrue();
    }

    private static PageMessage.Hello hello(String browser) {
        return new PageMessage.Hello(0, browser, Popups.UNKNOWN, false, "");
    }

    private ListPage hello(String id, String browser, int second) {
        ListPage page = new ListPage();
        desk.hello(id, page, hello(browser), "Chrome 1", at(second));
        return page;
    }

    private Delivery last() {
        return deliveries.get(deliveries.size() - 1);
    }

    private static PageMessage.Ack opened(String id, String detail) {
        return new PageMessage.Ack(id, Outcome.OPENED, detail);
    }

    private static PageMessage.Ack ack(String id, Outcome outcome) {
        return new PageMessage.Ack(id, outcome, "");
    }

    private static Instant at(int second) {
        return TEN.plusSeconds(second);
    }

    /** A page that only keeps what it was sent. */
    private static final class ListPage implements OpenPages.Page {
        private final List<JsonObject> messages = new ArrayList<>();
        private boolean full;

        @Override
        public void send(JsonObject message) {
            assertThat(full).as("a full page must not be sent anything").isFalse();
            messages.add(message);
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void toldAll() {
            // it takes whatever it is told
        }

        List<JsonObject> of(String type) {
            return messages.stream().filter(each -> type.equals(each.getString("type"))).toList();
        }

        List<String> ids(String type) {
            return of(type).stream().map(each -> each.getString("id")).distinct().toList();
        }
    }
}
