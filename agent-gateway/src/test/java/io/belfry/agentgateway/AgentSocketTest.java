package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.BRUNO;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.PresenceQuery;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.Seconds;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said over real sockets to a real server. */
class AgentSocketTest {
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aPopReachesThePageAndItsAnswerReachesTheAsker() {
        AgentClient page = AgentClient.page(gateway, "anna");

        Future<Delivery> asked = gateway.show(pop("p1"));
        JsonObject command = page.next("open");
        page.ack("p1", "opened", "work window instead of new tab");

        Delivery answer = await(asked);
        assertThat(command.getString("url")).isEqualTo("https://crm.example/p1");
        assertThat(command.getString("mode")).isEqualTo("new_tab");
        assertThat(command.getString("integration")).isEqualTo("Acme CRM");
        assertThat(command.getString("call")).isEqualTo("pbx1:1.1");
        assertThat(command.getLong("seq")).isPositive();
        assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(answer.detail()).isEqualTo("work window instead of new tab");
        assertThat(answer.browser()).isEqualTo("Chrome 142");
        assertThat(answer.agent()).isEqualTo("PJSIP/anna");
        assertThat(gateway.delivered()).isEqualTo(answer);
    }

    @Test
    void nobodyThereIsMissedAtOnce() {
        Delivery answer = await(gateway.show(pop("p1")));

        assertThat(answer.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(answer.detail()).isEqualTo("no agent page open");
    }

    @Test
    void aPageThatSaysNothingIsMissedAndItsLateWordIsPublished() {
        AgentClient page = AgentClient.page(gateway, "anna");
        Future<Delivery> asked = gateway.show(pop("p1"));
        page.next("open");

        gateway.clock.goOn(Duration.ofSeconds(4));
        Delivery answer = await(asked);
        gateway.delivered();
        page.ack("p1", "opened", "");

        assertThat(answer.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(gateway.delivered().outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void aPageThatGoesWhileItIsSpokenToIsNoFailure() {
        List<Delivery> answers = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            AgentClient page = AgentClient.page(gateway, "anna");
            gateway.dropConnections();
            Future<Delivery> asked = gateway.show(pop("p" + i));
            page.closeCode();
            // however late it is asked, its time runs out
            gateway.until(
                    () -> {
                        gateway.clock.goOn(Duration.ofSeconds(1));
                        return asked.isComplete();
                    });
            answers.add(await(asked));
        }

        assertThat(answers).extracting(Delivery::outcome).containsOnly(Outcome.MISSED);
    }

    @Test
    void anUnknownAgentIsRefusedWithTheReason() {
        ScreenPop pop =
                new ScreenPop(
                        "p",
                        "PJSIP/nobody",
                        "https://x.example",
                        OpenMode.NEW_TAB,
                        "",
                        "",
                        "",
                        now());

        Delivery answer = await(gateway.show(pop));

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.detail()).isEqualTo("no agent is known as PJSIP/nobody");
    }

    @Test
    void anAddressThatIsNoWebAddressNeverReachesThePage() {
        AgentClient page = AgentClient.page(gateway, "anna");

        Delivery answer =
                await(
                        gateway.show(
                                Samples.pop(
                                        "p1", "javascript:alert(1)", OpenMode.NEW_TAB, "", now())));

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(page.untilNow()).noneMatch(message -> message.encode().contains("javascript"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PJSIP/anna", "SIP/anna", "anna", "1007", "ANNA"})
    void anAgentIsFoundUnderEachOfHisNames(String address) {
        AgentClient page = AgentClient.page(gateway, "anna");

        gateway.show(
                new ScreenPop(
                        "p1", address, "https://x.example/", OpenMode.NEW_TAB, "", "", "", now()));

        assertThat(page.next("open").getString("id")).isEqualTo("p1");
    }

    @Test
    void onlyTheAgentItIsMeantForHearsOfIt() {
        AgentClient anna = AgentClient.page(gateway, "anna");
        AgentClient bruno = AgentClient.page(gateway, "bruno");

        gateway.happens(ringing(call("1.1"), ANNA, now()));
        gateway.show(pop("p1"));
        anna.next("open");

        assertThat(bruno.untilNow()).isEmpty();
    }

    @Test
    void theAnswerOfAnotherAgentCountsForNothing() {
        AgentClient anna = AgentClient.page(gateway, "anna");
        AgentClient bruno = AgentClient.page(gateway, "bruno");
        Future<Delivery> asked = gateway.show(pop("p1"));
        anna.next("open");

        bruno.ack("p1", "dismissed", "");
        bruno.untilNow();
        anna.ack("p1", "opened", "");

        assertThat(await(asked).outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void oneOfTwoWindowsActsAndWhenItDiesTheOtherDoes() {
        AgentClient first = AgentClient.page(gateway, "anna");
        AgentClient second = AgentClient.page(gateway, "anna");
        first.say(new JsonObject().put("type", "focus"));
        first.untilNow();

        Future<Delivery> asked = gateway.show(pop("p1"));
        first.next("open");
        List<JsonObject> before = second.untilNow();
        first.cut();
        JsonObject taken = second.next("open");
        second.ack("p1", "opened", "");

        assertThat(before).noneMatch(message -> message.getString("type").equals("open"));
        assertThat(taken.getString("id")).isEqualTo("p1");
        assertThat(await(asked).outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void windowsThatDoNotSayWhichBrowserTheyAreMayBeAtTwoComputers() {
        AgentClient first = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        first.hello("", true);
        AgentClient second = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        second.hello("", false);
        gateway.show(pop("p1"));
        first.next("open");

        first.cut();
        second.next("lead");
        List<JsonObject> atOnce = second.untilNow();
        gateway.clock.goOn(GatewayLimits.DEFAULT.recentlyGone());

        assertThat(atOnce).noneMatch(message -> message.getString("type").equals("open"));
        assertThat(second.next("open").getString("id")).isEqualTo("p1");
    }

    @Test
    void aPageThatComesBackIsSentWhatItHasNotHandled() {
        String cookie = AgentClient.logIn(gateway, "anna");
        AgentClient page = AgentClient.connect(gateway, cookie);
        page.hello(0);
        page.next("ready");
        gateway.show(pop("p1"));
        long handled = page.next("open").getLong("seq");
        gateway.show(pop("p2"));
        page.next("open");
        page.cut();

        AgentClient back = AgentClient.connect(gateway, cookie);
        back.hello(handled);
        JsonObject again = back.next("open");

        assertThat(again.getString("id")).isEqualTo("p2");
        assertThat(back.untilNow()).noneMatch(message -> message.getString("type").equals("open"));
    }

    /** What a page is told at once is much, but not too much to take another thing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5_000})
    void whoComesBackToAFullDayIsToldItOnceAndGetsWhatHeMissed(int longer) {
        AgentClient before = AgentClient.page(gateway, "anna");
        for (int i = 0; i < 80; i++) {
            Future<Delivery> asked =
                    gateway.show(
                            Samples.pop(
                                    "p" + i,
                                    "https://crm.example/" + "x".repeat(longer),
                                    OpenMode.NEW_TAB,
                                    "pbx1:1.1",
                                    gateway.clock.instant()));
            before.ack(before.next("open").getString("id"), "opened", "");
            await(asked);
        }
        before.cut();
        gateway.show(pop("new"));

        AgentClient back = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        back.hello(0);
        back.next("ready");

        assertThat(back.next("open").getString("id")).isEqualTo("new");
        back.ack("new", "opened", "");
        assertThat(back.untilNow())
                .noneMatch(message -> message.getString("type").equals("welcome"));
    }

    @Test
    void awayForLongMeansListedAndNotOpened() {
        AgentClient page = AgentClient.page(gateway, "anna");
        page.cut();
        await(gateway.show(pop("p1")));
        gateway.clock.goOn(Duration.ofSeconds(45));

        AgentClient back = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        back.hello(0);
        List<JsonObject> heard = back.untilNow();

        assertThat(heard).noneMatch(message -> message.getString("type").equals("open"));
        assertThat(heard)
                .filteredOn(message -> message.getString("type").equals("pop"))
                .singleElement()
                .satisfies(
                        pop -> {
                            assertThat(pop.getString("outcome")).isEqualTo("missed");
                            assertThat(pop.getLong("offline")).isBetween(45L, 60L);
                            assertThat(pop.getString("title")).isEqualTo("+390255512345");
                        });
    }

    @Test
    void callsAreShownAsTheyAreAndToWhoComesLater() {
        AgentClient page = AgentClient.page(gateway, "anna");

        gateway.happens(ringing(call("1.1"), ANNA, now()));
        JsonObject rings = page.next("call");
        AgentClient later = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        later.hello(0);

        assertThat(rings.getString("state")).isEqualTo("ringing");
        assertThat(rings.getJsonObject("call").getString("uniqueid")).isEqualTo("1.1");
        assertThat(rings.getJsonObject("call").getJsonObject("variables"))
                .isEqualTo(new JsonObject().put("ordernumber", "A-1001"));
        assertThat(later.next("call")).isEqualTo(rings);
    }

    @Test
    void aRingAllCallThatAColleagueTookSaysSo() {
        AgentClient page = AgentClient.page(gateway, "anna");
        gateway.happens(ringing(call("1.1"), ANNA, now()));

        gateway.happens(Samples.taken(call("1.1"), ANNA, "PJSIP/bruno", now()));

        assertThat(page.next("taken").getString("by")).isEqualTo("PJSIP/bruno");
    }

    /** At his own telephone: the queue goes on to speak of the one that it called. */
    @Test
    void aCallThatAColleaguePickedUpRingsNoMore() {
        AgentClient called = AgentClient.page(gateway, "anna");
        AgentClient colleague = AgentClient.page(gateway, "bruno");
        AgentLeg pickedUp = new AgentLeg("Bruno Rossi", "1008", "PJSIP/anna", "PJSIP/bruno", "leg");
        gateway.happens(ringing(call("1.1"), ANNA, now()));

        gateway.happens(
                new CallEvent.Up(
                        Samples.head("up", now()),
                        call("1.1"),
                        pickedUp,
                        Seconds.of(9),
                        Seconds.of(2)));

        assertThat(called.next("taken").getString("by")).isEqualTo("PJSIP/bruno");
        assertThat(colleague.next("call").getString("state")).isEqualTo("talking");
    }

    @Test
    void aNoticeIsShownAndAnswered() {
        AgentClient page = AgentClient.page(gateway, "anna");

        Future<Delivery> asked =
                Ask.NOTIFY.put(
                        gateway.vertx,
                        Samples.notice("n1", Notice.Level.WARNING, "VIP", "Be nice", now()));
        JsonObject notice = page.next("notify");
        page.ack("n1", "opened", "");

        assertThat(notice.getString("level")).isEqualTo("warning");
        assertThat(notice.getString("title")).isEqualTo("VIP");
        assertThat(notice.getString("body")).isEqualTo("Be nice");
        assertThat(await(asked).outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void presenceKnowsWhoIsThereAndWhatOpens() {
        AgentClient page = AgentClient.page(gateway, "anna");
        page.say(new JsonObject().put("type", "can").put("popups", "work_window"));
        page.untilNow();

        Presence presence = await(Ask.PRESENCE.put(gateway.vertx, new PresenceQuery()));

        assertThat(presence.agents())
                .containsExactly(new Presence.Online("a1", "Anna Bianco", 1, "work_window"));
    }

    @Test
    void theStateOfThePbxIsToldWhenItChanges() {
        AgentClient page = AgentClient.page(gateway, "anna");

        pbx(PbxState.Status.LIVE);
        pbx(PbxState.Status.LIVE);
        pbx(PbxState.Status.RECONNECTING);

        assertThat(page.next("state").getString("live")).isEqualTo("live");
        assertThat(page.next("state").getString("live")).isEqualTo("reconnecting");
        assertThat(page.untilNow()).isEmpty();
    }

    @Test
    void aPbxThatIsAwayForLongIsStale() {
        AgentClient page = AgentClient.page(gateway, "anna");

        pbx(PbxState.Status.RECONNECTING, now().minusSeconds(9));
        pbx(PbxState.Status.RECONNECTING, now().minusSeconds(10));

        assertThat(page.next("state").getString("live")).isEqualTo("reconnecting");
        assertThat(page.next("state").getString("live")).isEqualTo("stale");
    }

    @Test
    void anAgentIsToldWhichPbxsHisCallsComeFrom() {
        AgentClient page = AgentClient.page(gateway, "anna");
        pbx(PbxState.Status.LIVE);
        assertThat(page.next("state").getBoolean("mine")).isFalse();

        Topic.MEMBERS.publish(
                gateway.vertx, new QueueMemberSeen("pbx1", "Sales", "PJSIP/anna", "Anna", ""));

        JsonObject told = page.next("state");
        assertThat(told.getBoolean("mine")).isTrue();
        assertThat(told.getString("live")).isEqualTo("live");
        pbx(PbxState.Status.RECONNECTING);
        assertThat(page.next("state").getBoolean("mine")).isTrue();
    }

    @Test
    void aPbxThatFallsSilentIsStale() {
        AgentClient page = AgentClient.page(gateway, "anna");
        pbx(PbxState.Status.LIVE);
        page.next("state");

        gateway.clock.goOn(Duration.ofSeconds(11));

        assertThat(page.next("state").getString("live")).isEqualTo("stale");
    }

    @Test
    void loggingOutClosesTheSocketAndSaysWhy() {
        String cookie = AgentClient.logIn(gateway, "anna");
        AgentClient page = AgentClient.connect(gateway, cookie);
        page.hello(0);
        page.next("ready");

        await(gateway.sessions.endAllOf(Sessions.Kind.AGENT, "anna"));

        assertThat(page.closeCode()).isEqualTo(AgentSocket.LOGGED_OUT);
        assertThatThrownBy(() -> AgentClient.connect(gateway, cookie))
                .hasCauseInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void aSessionThatOnlyTheDatabaseRemembersLetsThePageIn() {
        String cookie = AgentClient.logIn(gateway, "anna");
        gateway.serveAnew();

        AgentClient page = AgentClient.connect(gateway, cookie);
        page.hello(0);

        assertThat(page.next("welcome").getJsonObject("agent").getString("name"))
                .isEqualTo("Anna Bianco");
    }

    @Test
    void anAgentWhoIsDeletedLosesHisSocket() {
        AgentClient page = AgentClient.page(gateway, "anna");

        gateway.agentsAre(BRUNO);

        assertThat(page.closeCode()).isEqualTo(AgentSocket.LOGGED_OUT);
    }

    @Test
    void whatADeletedAgentNeverOpenedStaysCounted() {
        AgentClient page = AgentClient.page(gateway, "anna");
        page.cut();
        int pages = GatewayLimits.DEFAULT.history() + 1;
        for (int i = 0; i < pages; i++) {
            await(gateway.show(pop("p" + i)));
        }
        gateway.until(() -> gateway.gateway.figures().dropped() == 1);

        gateway.agentsAre(BRUNO);
        gateway.until(() -> gateway.gateway.figures().unanswered() == 0);

        assertThat(gateway.gateway.figures().dropped()).isEqualTo(1);
    }

    private Future<Presence> presence() {
        return Ask.PRESENCE.put(gateway.vertx, new PresenceQuery());
    }

    private void pbx(PbxState.Status status) {
        pbx(status, now());
    }

    private void pbx(PbxState.Status status, Instant since) {
        Topic.PBX_STATES.publish(
                gateway.vertx,
                new PbxState(
                        "pbx1", status, "", since, "20", now(), 1, 1, 1, 0, 0, 0, 0, "", 1, 2));
    }

    private ScreenPop pop(String id) {
        return Samples.pop(id, "pbx1:1.1", now());
    }

    private Instant now() {
        return gateway.clock.instant();
    }
}
