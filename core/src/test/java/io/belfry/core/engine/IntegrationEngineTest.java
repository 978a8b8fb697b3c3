package io.belfry.core.engine;

import static io.belfry.core.engine.Calls.ANNA;
import static io.belfry.core.engine.Calls.JOHN;
import static io.belfry.core.engine.Calls.abandon;
import static io.belfry.core.engine.Calls.hangup;
import static io.belfry.core.engine.Calls.queued;
import static io.belfry.core.engine.Calls.ringing;
import static io.belfry.core.engine.Calls.up;
import static io.belfry.core.engine.Rules.OPEN;
import static io.belfry.core.engine.Rules.ROW;
import static io.belfry.core.engine.Rules.TELL;
import static io.belfry.core.engine.Rules.URL;
import static io.belfry.core.engine.Rules.acme;
import static io.belfry.core.engine.Rules.integration;
import static io.belfry.core.engine.Rules.on;
import static io.belfry.core.engine.Rules.popOnAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when this happens. */
@Timeout(60)
class IntegrationEngineTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anAnsweredCallOfTheRightQueueOpensThePageWithTheCustomVariable() {
        house.withBrowsers().with(7, acme(popOnAnswer())).start();

        house.happens(ringing("1.1", "sales", JOHN), up("1.1", "sales", JOHN));

        ScreenPop pop = house.shown.next();
        assertThat(pop.id()).isEqualTo("pbx1/1.1/up/9.1/acme/0/0");
        assertThat(pop.agent()).isEqualTo("PJSIP/john.doe");
        assertThat(pop.url())
                .isEqualTo("http://crm.example/calls?phone=%2B390255512345&order=A-1001");
        assertThat(pop.mode()).isEqualTo(OpenMode.WORK_WINDOW);
        assertThat(pop.integration()).isEqualTo("Acme CRM");
        assertThat(pop.call()).isEqualTo("pbx1:1.1");
        assertThat(pop.title()).isEqualTo("+390255512345 Rossi");
        assertThat(pop.at()).isEqualTo(Calls.AT);
        List<TraceLine> story = house.trace.until(line -> line.step() == Step.AGENT);
        assertThat(story)
                .extracting(TraceLine::text)
                .containsExactly(
                        "ringing John Doe (1007), queue sales",
                        "\"Pop on answer\" of Acme CRM: no – event is ringing, wants up",
                        "up John Doe (1007), queue sales, waited 9 s, rang 2 s",
                        "\"Pop on answer\" of Acme CRM: yes – queue is sales",
                        "http://crm.example/calls?phone=%2B390255512345&order=A-1001 for John"
                                + " Doe (1007)",
                        "John Doe (1007), Chrome, work window: opened (84 ms)");
        assertThat(story).extracting(TraceLine::call).containsOnly("pbx1:1.1");
        assertThat(story.get(4).data())
                .containsEntry("popId", pop.id())
                .containsEntry("url", pop.url())
                .containsEntry("integration", "Acme CRM")
                .containsEntry("rule", "Pop on answer")
                .containsEntry("version", "7");
        assertThat(story.get(5).data())
                .containsEntry("outcome", "opened")
                .containsEntry("millis", "84")
                .containsEntry("popId", pop.id());
    }

    @Test
    void aCallOfAnotherQueueLeavesATraceThatNamesConditionAndValue() {
        house.withBrowsers().with(1, acme(popOnAnswer())).start();

        house.happens(up("1.1", "Support", JOHN));

        TraceLine line = house.trace.find(each -> each.step() == Step.RULE);
        assertThat(line.text())
                .isEqualTo("\"Pop on answer\" of Acme CRM: no – queue is Support, wants sales");
        assertThat(line.data())
                .containsEntry("verdict", "no")
                .containsEntry("field", "queue")
                .containsEntry("actual", "Support")
                .containsEntry("wanted", "sales");
        assertThat(house.texts(Step.OPEN)).isEmpty();
        assertThat(house.shown.isEmpty()).isTrue();
    }

    @Test
    void actionsOfACallAreSentInTheirOrder() {
        var first = new Action.Open("https://crm.example/1", OpenMode.NEW_TAB);
        var second = new Action.Open("https://crm.example/2", OpenMode.NEW_FRAME);
        house.withBrowsers().with(1, acme(on(Kind.UP, first, second, OPEN))).start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(List.of(house.shown.next(), house.shown.next(), house.shown.next()))
                .extracting(ScreenPop::id)
                .containsExactly(
                        "pbx1/1.1/up/9.1/acme/0/0",
                        "pbx1/1.1/up/9.1/acme/0/1",
                        "pbx1/1.1/up/9.1/acme/0/2");
    }

    @Test
    void optInEventsGoOnlyToRulesThatNameThem() {
        house.with(
                        1,
                        integration("i1", "Old", URL, on(Kind.UP, ROW)),
                        integration("i2", "New", URL, on(Kind.QUEUED, ROW)))
                .start();

        house.happens(queued("1.1", "sales"), abandon("1.1", "sales"));

        assertThat(house.rows.next().integration()).isEqualTo("New");
        assertThat(house.toldSoFar())
                .filteredOn(line -> line.step() != Step.ROW)
                .extracting(TraceLine::text)
                .containsExactly(
                        "queued, queue sales, position 1",
                        "\"on queued\" of New: yes",
                        "abandon, queue sales, waited 4 s, caller",
                        "\"on up\" of Old: no – event is abandon, wants up",
                        "\"on queued\" of New: no – event is abandon, wants queued");
    }

    @Test
    void aRuleThatWaitsForSomethingElseIsToldOncePerCall() {
        Rule off = new Rule("off", false, Set.of(Kind.UP), List.of(), List.of(), List.of(OPEN));
        var switchedOff =
                new Integration("x", "Off", false, URL, List.of(), List.of(popOnAnswer()), 1);
        house.with(1, acme(on(Kind.OUTBOUND, OPEN), off), switchedOff).start();

        house.happens(
                ringing("1.1", "sales", JOHN),
                ringing("1.1", "sales", ANNA),
                up("1.1", "sales", ANNA),
                hangup("1.1", "sales", ANNA));

        assertThat(house.texts(Step.RULE))
                .containsExactly(
                        "\"on outbound\" of Acme CRM: no – event is ringing, wants outbound",
                        "\"off\" of Acme CRM: no – the rule is switched off",
                        "Off: no – the integration is switched off");
    }

    @Test
    void anAgentWithoutAPageIsMissedAndWhatHappensLaterIsToldToo() {
        house.browser =
                pop ->
                        Future.succeededFuture(
                                new Delivery(
                                        pop.id(),
                                        Outcome.MISSED,
                                        pop.agent(),
                                        "offline 45 s",
                                        "",
                                        -1));
        house.withBrowsers().with(1, acme(on(Kind.UP, OPEN))).start();
        house.happens(up("1.1", "sales", JOHN));
        String popId = house.shown.next().id();
        TraceLine missed = house.trace.find(line -> line.step() == Step.AGENT);

        Topic.DELIVERIES.publish(
                house.vertx,
                new Delivery(popId, Outcome.MISSED, JOHN.peer(), "offline 45 s", "", -1));
        Topic.DELIVERIES.publish(
                house.vertx,
                new Delivery(popId, Outcome.OPENED, JOHN.peer(), "card", "Firefox", -1));
        Topic.DELIVERIES.publish(
                house.vertx, new Delivery("not/ours/0/0", Outcome.OPENED, "x", "", "", -1));

        assertThat(missed.text()).isEqualTo("John Doe (1007): missed – offline 45 s");
        assertThat(missed.data()).containsEntry("outcome", "missed").doesNotContainKey("millis");
        assertThat(house.trace.next().text()).isEqualTo("John Doe (1007), Firefox, card: opened");
        assertThat(house.texts(Step.AGENT)).isEmpty();
        assertThat(house.engine.figures().pages()).containsEntry(Outcome.MISSED, 1L);
    }

    @Test
    void aMessageIsShownToTheAgent() {
        house.with(1, acme(on(Kind.UP, TELL))).start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(house.notices.next())
                .isEqualTo(
                        new Notice(
                                "pbx1/1.1/up/9.1/acme/0/0",
                                "PJSIP/john.doe",
                                Notice.Level.WARNING,
                                "Call of Rossi",
                                "in sales",
                                "Acme CRM",
                                "pbx1:1.1",
                                Calls.AT));
        assertThat(house.trace.until(line -> line.step() == Step.AGENT))
                .extracting(TraceLine::text)
                .contains("John Doe (1007): Call of Rossi");
        assertThat(house.engine.figures().notices()).containsEntry(Outcome.OPENED, 1L);
    }

    @Test
    void anEventThatNamesNoAgentHasNobodyToShowItTo() {
        house.withBrowsers().with(1, acme(on(Kind.ABANDON, OPEN, TELL, ROW))).start();

        house.happens(abandon("1.1", "sales"));

        RowRequest row = house.rows.next();
        assertThat(row.channel()).isEqualTo(CallEventJson.of(abandon("1.1", "sales")));
        assertThat(house.toldSoFar())
                .filteredOn(line -> line.step() == Step.OPEN || line.step() == Step.NOTIFY)
                .extracting(TraceLine::text)
                .containsExactly(
                        "\"on abandon\" of Acme CRM: nobody to show it to: the event names no agent",
                        "\"on abandon\" of Acme CRM: nobody to show it to: the event names no agent");
        assertThat(house.shown.isEmpty()).isTrue();
    }

    @Test
    void aRowGoesToTheTableWithItsReferenceAndLink() {
        house.with(1, acme(on(Kind.UP, ROW))).start();

        house.happens(up("1.1", "sales", JOHN));

        RowRequest row = house.rows.next();
        assertThat(row.id()).isEqualTo("pbx1/1.1/up/9.1/acme/0/0");
        assertThat(row.integration()).isEqualTo("Acme CRM");
        assertThat(row.reference()).isEqualTo("A-1001");
        assertThat(row.url())
                .isEqualTo("http://crm.example/calls?phone=%2B390255512345&order=A-1001");
        assertThat(row.channel()).isEqualTo(CallEventJson.of(up("1.1", "sales", JOHN)));
        TraceLine told = house.trace.find(line -> line.step() == Step.ROW);
        assertThat(told.text()).isEqualTo("reference A-1001 in the Realtime table");
        assertThat(told.data()).containsEntry("row", row.id());
    }

    @Test
    void anAgentBehindALocalChannelIsFoundByHisDeviceOrNumber() {
        house.agents =
                List.of(
                        new Agent(
                                "a1", "John Doe", "1007", "john", List.of("PJSIP/1007"), "", false),
                        new Agent("a2", "Anna B.", "1001", "anna", List.of(), "", false));
        house.withBrowsers().with(1, acme(on(Kind.UP, OPEN))).start();

        house.happens(
                up("1.1", "s", new AgentLeg("x", "", "Local/1007@agents/n", "PJSIP/1007", "9.1")),
                up("2.2", "s", new AgentLeg("x", "1001", "Local/1001@agents/n", "", "9.2")),
                up("3.3", "s", new AgentLeg("x", "", "PJSIP/1007", "", "9.3")),
                up("4.4", "s", new AgentLeg("Guest", "", "PJSIP/guest", "", "9.4")));

        assertThat(
                        List.of(
                                house.shown.next(),
                                house.shown.next(),
                                house.shown.next(),
                                house.shown.next()))
                .extracting(ScreenPop::agent)
                .containsExactly("PJSIP/1007", "1001", "PJSIP/1007", "PJSIP/guest");
        assertThat(house.texts(Step.OPEN))
                .extracting(text -> text.substring(text.indexOf(" for ")))
                .containsExactly(
                        " for John Doe (1007)",
                        " for Anna B. (1001)",
                        " for John Doe (1007)",
                        " for Guest");
    }
}
