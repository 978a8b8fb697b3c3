package io.belfry.core.engine;

import static io.belfry.core.engine.Calls.ANNA;
import static io.belfry.core.engine.Calls.JOHN;
import static io.belfry.core.engine.Calls.hangup;
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
import static io.belfry.core.engine.Rules.queueIs;
import static io.belfry.core.engine.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Condition;
import io.belfry.core.integration.Operator;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One that fails, floods or is silent, and the others. */
@Timeout(60)
class EngineTroubleTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRepeatedEventDoesNothingAgain() {
        house.withBrowsers().with(1, acme(on(Kind.UP, OPEN))).start();

        house.happens(up("1.1", "sales", JOHN), up("1.1", "sales", JOHN));

        assertThat(house.texts(Step.OPEN)).hasSize(1);
        assertThat(house.engine.figures().repeated()).isEqualTo(1);
    }

    @Test
    void oneIntegrationThatFailsDoesNotStopTheOthers() {
        var unreadable = new Condition(null, Operator.EQUALS, false, "x");
        var throwing = new Condition("queue", Operator.EQUALS, false, null);
        house.withBrowsers()
                .with(
                        1,
                        integration("i1", "One", URL, rule("r", Set.of(Kind.UP), unreadable, OPEN)),
                        integration("i2", "Two", URL, rule("r", Set.of(Kind.UP), throwing, OPEN)),
                        integration("i3", "Three", URL, on(Kind.UP, OPEN)))
                .start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(house.shown.next().integration()).isEqualTo("Three");
        assertThat(house.texts(Step.SYSTEM))
                .hasSize(2)
                .allMatch(text -> text.contains("the integration failed"));
        assertThat(house.engine.figures().failures()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aBrokenTemplateIsALineInTheStoryAndTheOtherActionsHappen() {
        var broken = new Action.Open("https://{queue}/", OpenMode.NEW_TAB);
        house.withBrowsers().with(1, acme(on(Kind.UP, broken, TELL))).start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(house.notices.next().title()).isEqualTo("Call of Rossi");
        assertThat(house.texts(Step.OPEN))
                .singleElement()
                .asString()
                .startsWith(
                        "\"on up\" of Acme CRM: the template is broken: a value can not decide");
    }

    @Test
    void anAgentWhoseBrowserIsSilentHoldsUpNobody() {
        Promise<Delivery> silent = Promise.promise();
        house.browser =
                pop ->
                        pop.agent().equals(JOHN.peer())
                                ? silent.future()
                                : Future.succeededFuture(House.opened(pop.id(), pop.agent()));
        house.withBrowsers().with(1, acme(on(Kind.RINGING, OPEN), on(Kind.UP, OPEN))).start();

        house.happens(
                ringing("1.1", "sales", JOHN),
                ringing("1.1", "sales", ANNA),
                up("1.1", "sales", ANNA),
                up("2.2", "sales", JOHN));

        TraceLine answered = house.trace.find(line -> line.step() == Step.AGENT);
        assertThat(answered.text()).startsWith("Anna (1001)").endsWith("opened (84 ms)");
        assertThat(
                        List.of(
                                house.shown.next(),
                                house.shown.next(),
                                house.shown.next(),
                                house.shown.next()))
                .extracting(pop -> pop.call() + " " + pop.agent())
                .containsExactly(
                        "pbx1:1.1 PJSIP/john.doe",
                        "pbx1:1.1 PJSIP/anna",
                        "pbx1:1.1 PJSIP/anna",
                        "pbx1:2.2 PJSIP/john.doe");
    }

    @Test
    void whereNobodyServesAgentsTheRowStillLearnsThatThePageWasMissed() {
        house.with(1, acme(on(Kind.UP, OPEN))).start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(house.deliveries.next())
                .isEqualTo(
                        new Delivery(
                                "pbx1/1.1/up/9.1/acme/0/0",
                                Outcome.MISSED,
                                "PJSIP/john.doe",
                                "nobody is there to do it",
                                "",
                                -1));
        assertThat(house.trace.find(line -> line.step() == Step.AGENT).text())
                .isEqualTo("John Doe (1007): missed – nobody is there to do it");
        assertThat(house.engine.figures().failures()).isEqualTo(1);
    }

    @Test
    void aRowThatCanNotBeWrittenIsTold() {
        house.table = row -> Future.failedFuture("disk full");
        house.with(1, acme(on(Kind.UP, ROW))).start();

        house.happens(up("1.1", "sales", JOHN));

        assertThat(house.trace.find(line -> line.step() == Step.SYSTEM).text())
                .isEqualTo("\"on up\" of Acme CRM: the row was not written: disk full");
    }

    @Test
    void oneIntegrationThatFloodsDropsItsOwnOldestAndNobodyElses() {
        Promise<Delivery> silent = Promise.promise();
        house.browser =
                pop ->
                        pop.integration().equals("Flood")
                                ? silent.future()
                                : Future.succeededFuture(House.opened(pop.id(), pop.agent()));
        house.withBrowsers()
                .with(
                        1,
                        integration("f", "Flood", URL, on(Kind.UP, OPEN)),
                        acme(rule("r", Set.of(Kind.UP), queueIs("sales"), OPEN)))
                .start();

        for (int i = 0; i < Lane.AT_ONCE + Lane.WAITING + 5; i++) {
            house.happens(up("f" + i, "flood", JOHN));
        }
        house.happens(up("1.1", "sales", JOHN));

        List<TraceLine> told = house.trace.until(line -> line.step() == Step.AGENT);
        assertThat(told.get(told.size() - 1).text()).endsWith("opened (84 ms)");
        assertThat(told)
                .filteredOn(line -> line.step() == Step.SYSTEM)
                .extracting(line -> line.call() + " " + line.text())
                .startsWith(
                        "pbx1:f1000 \"on up\" of Flood: dropped: too many answers are awaited",
                        "pbx1:f1001 \"on up\" of Flood: dropped: too many answers are awaited")
                .hasSize(6);
        assertThat(house.engine.figures().dropped()).isEqualTo(6);
    }

    @Test
    void figuresCountWhatWasDone() {
        house.withBrowsers().with(1, acme(popOnAnswer(), on(Kind.HANGUP, ROW))).start();

        house.happens(
                ringing("1.1", "sales", JOHN),
                up("1.1", "sales", JOHN),
                hangup("1.1", "sales", JOHN),
                up("2.2", "Support", ANNA));
        Set<Step> awaited = EnumSet.of(Step.AGENT, Step.ROW);
        house.trace.until(line -> awaited.remove(line.step()) && awaited.isEmpty());
        house.toldSoFar();

        EngineFigures figures = house.engine.figures();
        assertThat(figures.version()).isEqualTo(1);
        assertThat(figures.events()).isEqualTo(5);
        assertThat(figures.yes()).isEqualTo(2);
        assertThat(figures.no()).isEqualTo(1);
        assertThat(figures.pages()).containsEntry(Outcome.OPENED, 1L);
        assertThat(figures.rows()).isEqualTo(1);
        assertThat(figures.failures()).isZero();
        assertThat(figures.dropped()).isZero();
        assertThat(figures.underWay()).isZero();
        assertThat(figures.liveCalls()).isEqualTo(3);
    }
}
