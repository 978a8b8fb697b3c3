package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.NodeGone;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.PresenceQuery;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three nodes with one database; real sockets at each. */
class AgentsAnywhereTest {
    private static final String BROWSER = "annas-browser";

    private static TestCluster cluster;

    private List<TestGateway> gateways;
    private TestGateway first;
    private TestGateway second;
    private TestGateway third;

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(3);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        String database = "anywhere" + UUID.randomUUID();
        gateways =
                IntStream.range(0, 3)
                        .mapToObj(
                                node ->
                                        new TestGateway(
                                                cluster.node(node),
                                                database,
                                                GatewayLimits.DEFAULT.framing(
                                                        Duration.ofSeconds(2))))
                        .toList();
        first = gateways.get(0);
        second = gateways.get(1);
        third = gateways.get(2);
        // a node that has just begun is heard of with its first word
        AgentClient seen = AgentClient.page(second, "bruno");
        knows(first, "a2");
        knows(third, "a2");
        seen.cut();
        until(() -> pages(first, "a2") + pages(third, "a2") == 0);
    }

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
    }

    @Test
    void aPopOpensAtTheNodeWhereTheAgentsPageIs() {
        AgentClient page = pageAt(second);

        Future<Delivery> asked = first.show(pop("p1"));
        JsonObject command = page.next("open");
        page.ack("p1", "opened", "in a tab");

        Delivery answer = await(asked);
        assertThat(command.getString("url")).isEqualTo("https://crm.example/p1");
        assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(answer.detail()).isEqualTo("in a tab");
        assertThat(answer.browser()).isEqualTo("Chrome 142");
        assertThat(gateways).allSatisfy(node -> assertThat(node.delivered()).isEqualTo(answer));
        until(() -> first.gateway.figures().between().forwarded() == 1);
        until(() -> first.gateway.figures().between().kept() == 0);
    }

    @Test
    void aTicketOfOneNodeOpensASocketAtAnotherOnce() {
        String ticket = ticketOf(first);

        AgentClient page = await(AgentClient.tryTicket(second, ticket));
        page.hello(BROWSER, true);
        until(() -> pages(first, ANNA.id()) == 1);
        first.show(pop("p1"));

        assertThat(page.next("open").getString("id")).isEqualTo("p1");
        assertThat(refusal(AgentClient.tryTicket(first, ticket))).isEqualTo(401);
        assertThat(refusal(AgentClient.tryTicket(third, ticket))).isEqualTo(401);
    }

    @Test
    void ofTwoNodesThatAreShownATicketAtOnceOneOpensASocket() {
        for (int round = 0; round < 10; round++) {
            String ticket = ticketOf(first);

            List<Future<AgentClient>> both =
                    List.of(
                            AgentClient.tryTicket(second, ticket),
                            AgentClient.tryTicket(third, ticket));
            await(Future.join(both).otherwiseEmpty());

            assertThat(both).filteredOn(Future::succeeded).hasSize(1);
            assertThat(both)
                    .filteredOn(Future::failed)
                    .singleElement()
                    .satisfies(lost -> assertThat(refusal(lost)).isEqualTo(401));
            both.stream().filter(Future::succeeded).forEach(won -> won.result().cut());
        }
    }

    private static String ticketOf(TestGateway node) {
        Principal anna = Principal.agent(ANNA.user(), ANNA.name(), ANNA.id());
        return await(node.site.ticket(anna, anna));
    }

    private static int refusal(Future<AgentClient> tried) {
        Throwable why = await(tried.map(in -> (Throwable) null).otherwise(e -> e));
        assertThat(why).isInstanceOf(UpgradeRejectedException.class);
        return ((UpgradeRejectedException) why).getStatus();
    }

    @Test
    void aMessageIsShownAtTheNodeWhereTheAgentsPageIs() {
        AgentClient page = pageAt(second);

        Future<Delivery> asked = Ask.NOTIFY.put(third.vertx, notice("n1"));
        JsonObject shown = page.next("notify");
        page.ack("n1", "opened", "");

        assertThat(shown.getLong("seq")).isPositive();
        assertThat(await(asked).outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void callsAreShownAtEachNode() {
        AgentClient here = pageAt(first);
        AgentClient there = pageAt(second);

        third.happens(ringing(call("1.1"), ANNA, third.clock.instant()));

        assertThat(here.next("call").getString("state")).isEqualTo("ringing");
        assertThat(there.next("call").getString("state")).isEqualTo("ringing");
    }

    @Test
    void ofPagesAtTwoNodesTheOneThatWasLookedAtLastActs() {
        AgentClient one = pageAt(first);
        AgentClient other = pageAt(second);
        assertThat(one.next("lead").getBoolean("acts")).isFalse();

        first.show(pop("p1"));
        assertThat(other.next("open").getString("id")).isEqualTo("p1");
        other.ack("p1", "opened", "");
        one.focus();
        assertThat(other.next("lead").getBoolean("acts")).isFalse();
        assertThat(one.next("lead").getBoolean("acts")).isTrue();
        second.show(pop("p2"));

        assertThat(one.next("open").getString("id")).isEqualTo("p2");
        assertThat(other.untilNow()).noneMatch(AgentsAnywhereTest::opens);
    }

    @Test
    void whatWasMissedFollowsTheAgentToAnotherNode() {
        AgentClient page = pageAt(first);
        first.show(pop("p0"));
        page.next("open");
        page.ack("p0", "opened", "");
        page.cut();
        until(() -> pages(first, "a1") == 0);
        assertThat(await(first.show(pop("p1"))).outcome()).isEqualTo(Outcome.MISSED);
        gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(45)));

        AgentClient next = pageAt(second);
        List<JsonObject> heard = List.of(next.next("pop"), next.next("pop"));

        assertThat(heard)
                .extracting(pop -> pop.getString("id") + " " + pop.getString("outcome"))
                .containsExactlyInAnyOrder("p0 opened", "p1 missed");
        assertThat(next.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        until(() -> first.gateway.figures().between().handedOver() == 2);
        AgentClient again = pageAt(second);
        assertThat(again.untilNow()).isEmpty();
    }

    @Test
    void aNodeThatDoesNotKnowTheAgentIsNotAskedForEver() {
        AgentClient page = pageAt(first);
        page.cut();
        until(() -> pages(first, "a1") == 0);
        await(first.show(pop("p1")));
        TestGateway.Refusing refusing = second.refuseHandOvers();

        AgentClient there = pageAt(second);
        for (int time = 1; time <= 10; time++) {
            int times = time;
            until(() -> refusing.asked() >= times);
            gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(1)));
        }
        until(() -> first.gateway.figures().between().refused() == 1);

        int asked = refusing.asked();
        gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(2)));
        assertThat(there.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        assertThat(refusing.asked()).isEqualTo(asked);
        refusing.stop();
        there.cut();
        until(() -> pages(first, "a1") == 0);
        assertThat(pageAt(third).next("pop").getString("id")).isEqualTo("p1");
        assertThat(first.gateway.figures().between().refused()).isEqualTo(1);
    }

    @Test
    void whatIsYoungEnoughOpensWhereTheAgentComesBack() {
        AgentClient page = pageAt(first);
        first.show(pop("p1"));
        page.next("open");
        page.cut();
        until(() -> pages(second, "a1") == 0);

        AgentClient next = pageAt(second);
        JsonObject command = next.next("open");
        next.ack("p1", "opened", "");

        assertThat(command.getString("id")).isEqualTo("p1");
        becomes(first, "p1", Outcome.OPENED);
    }

    @Test
    void theNodeWhereHeComesBackAsksTheSiteOfAFrameItself() {
        HttpServer site =
                await(
                        first.vertx
                                .createHttpServer()
                                .requestHandler(
                                        asked ->
                                                asked.response()
                                                        .putHeader("X-Frame-Options", "DENY")
                                                        .end())
                                .listen(0, "127.0.0.1"));
        AgentClient page = pageAt(first);
        page.cut();
        until(() -> gateways.stream().allMatch(node -> pages(node, ANNA.id()) == 0));
        String url = "http://127.0.0.1:" + site.actualPort() + "/";
        first.show(Samples.pop("p1", url, OpenMode.NEW_FRAME, "pbx1:1.1", first.clock.instant()));

        JsonObject command = pageAt(second).next("open");

        assertThat(command.getJsonObject("frame").getJsonArray("ancestors")).isNotEmpty();
        await(site.close());
    }

    @Test
    void anotherBrowserGetsItOnlyWhenTheFirstIsNotLikelyToComeBack() {
        AgentClient page = pageAt(first);
        first.show(pop("p1"));
        page.next("open");
        page.cut();

        AgentClient other = AgentClient.connect(second, AgentClient.logIn(second, "anna"));
        other.hello("another-browser", true);
        JsonObject listed = other.next("pop");
        List<JsonObject> meanwhile = other.untilNow();
        gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(11)));

        assertThat(listed.getString("id")).isEqualTo("p1");
        assertThat(meanwhile).noneMatch(AgentsAnywhereTest::opens);
        assertThat(other.next("open").getString("id")).isEqualTo("p1");
    }

    @Test
    void aPopUnderWayWhenItsNodeDiesOpensOnceAtTheNext() {
        AgentClient page = pageAt(second);
        Future<Delivery> asked = first.show(pop("p1"));
        page.next("open");

        second.die();
        gone(second);
        AgentClient next = pageAt(third);
        JsonObject command = next.next("open");
        next.ack("p1", "opened", "");

        assertThat(command.getString("id")).isEqualTo("p1");
        assertThat(await(asked.otherwise(AgentsAnywhereTest::late)).outcome())
                .isIn(Outcome.OPENED, Outcome.MISSED);
        becomes(first, "p1", Outcome.OPENED);
        assertThat(next.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        until(() -> first.gateway.figures().between().again() == 1);
        until(() -> first.gateway.figures().between().kept() == 0);
    }

    @Test
    void whatANodeHasAnsweredAndNotYetToldAllIsToldByWhoeverAsked() {
        AgentClient page = pageAt(second);
        second.isHeardByNobodyWhoDidNotAsk();
        Future<Delivery> asked = first.show(pop("p1"));
        page.next("open");
        page.ack("p1", "opened", "");
        Delivery answer = await(asked);

        second.die();
        gone(second);
        AgentClient next = pageAt(third);

        assertThat(first.delivered()).isEqualTo(answer);
        assertThat(third.delivered()).isEqualTo(answer);
        assertThat(next.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        until(() -> first.gateway.figures().between().kept() == 0);
        assertThat(first.gateway.figures().between().again()).isZero();
    }

    @Test
    void whatCouldNotBeSaidWhileAClaimWasOverIsSaidWhenThisNodeIsTheOwnerAgain() {
        AgentClient page = pageAt(second);
        // it is over between the event and the way to the other node
        AtomicInteger looks = new AtomicInteger();
        Claim before = claim(1, () -> looks.getAndIncrement() == 0);
        Ownership.of(first.vertx).hold("brief", before);
        Ask.SHOW.put(first.vertx, "brief", pop("p1"));
        until(() -> looks.get() >= 3);
        assertThat(page.untilNow()).noneMatch(AgentsAnywhereTest::opens);

        Ownership.of(first.vertx).release("brief", before);
        Claim now = claim(2, () -> true);
        Ownership.of(first.vertx).hold("brief", now);
        JsonObject command = page.next("open");
        page.ack("p1", "opened", "");

        assertThat(command.getString("url")).isEqualTo("https://crm.example/p1");
        assertThat(first.delivered().outcome()).isEqualTo(Outcome.OPENED);
        until(() -> first.gateway.figures().between().kept() == 0);
        assertThat(page.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        Ownership.of(first.vertx).release("brief", now);
    }

    private static Claim claim(long epoch, BooleanSupplier valid) {
        return new Claim() {
            @Override
            public long epoch() {
                return epoch;
            }

            @Override
            public boolean isValid() {
                return valid.getAsBoolean();
            }
        };
    }

    @Test
    void aNodeThatFallsSilentIsTakenForDead() {
        AgentClient page = pageAt(second);
        first.show(pop("p1"));
        page.next("open");

        second.die();
        AgentClient next = pageAt(third);

        assertThat(next.next("open").getString("id")).isEqualTo("p1");
    }

    @Test
    void whatIsAskedWhileTheAgentIsOnHisWayOpensWhereHeArrives() {
        AgentClient page = pageAt(second);
        second.die();
        page.closeCode();
        gone(second);

        Delivery meanwhile = await(first.show(pop("p1")));
        AgentClient next = pageAt(third);
        JsonObject command = next.next("open");
        next.ack("p1", "opened", "");

        assertThat(meanwhile.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(command.getString("id")).isEqualTo("p1");
        becomes(first, "p1", Outcome.OPENED);
    }

    @Test
    void aPopThatIsTooOldAfterItsNodesDeathIsListedAndNotOpened() {
        AgentClient page = pageAt(second);
        first.show(pop("p1"));
        page.next("open");

        second.die();
        gone(second);
        gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(31)));
        AgentClient next = pageAt(third);
        JsonObject listed = next.next("pop");

        assertThat(listed.getString("id")).isEqualTo("p1");
        assertThat(listed.getString("outcome")).isEqualTo("missed");
        assertThat(next.untilNow()).noneMatch(AgentsAnywhereTest::opens);
        becomes(first, "p1", Outcome.MISSED);
    }

    @Test
    void aNodeThatLeavesHandsOverWhatItKnows() {
        // their clocks stand still, so nodes hear of one another only when something happens
        AgentClient.page(first, "bruno");
        knows(second, "a2");
        knows(third, "a2");
        AgentClient page = pageAt(second);
        page.cut();
        until(() -> pages(second, "a1") == 0);
        await(second.show(pop("p1")));

        second.leave();
        gateways.forEach(node -> node.clock.goOn(Duration.ofSeconds(45)));
        AgentClient next = AgentClient.connect(first, AgentClient.logIn(first, "anna"));
        // what is here already is listed before the word that the page is ready
        next.hello(0);

        assertThat(next.next("pop").getString("id")).isEqualTo("p1");
        assertThat(next.untilNow()).noneMatch(AgentsAnywhereTest::opens);
    }

    @Test
    void eachNodeKnowsWhoIsThere() {
        pageAt(first);
        pageAt(second).say(new JsonObject().put("type", "can").put("popups", "allowed"));
        AgentClient bruno = AgentClient.page(third, "bruno");

        until(() -> gateways.stream().allMatch(node -> pages(node, "a1") == 2));
        until(() -> gateways.stream().allMatch(node -> pages(node, "a2") == 1));
        bruno.cut();
        until(() -> gateways.stream().allMatch(node -> pages(node, "a2") == 0));

        assertThat(online(third))
                .singleElement()
                .satisfies(anna -> assertThat(anna.name()).isEqualTo("Anna Bianco"));
    }

    @Test
    void oneLogInIsGoodAtEachNodeAndLogOutClosesThePagesOfAll() {
        String cookie = AgentClient.logIn(first, "anna");
        List<AgentClient> pages =
                gateways.stream().map(node -> AgentClient.connect(node, cookie)).toList();
        pages.forEach(page -> page.hello(BROWSER, false));

        await(third.sessions.endAllOf(Sessions.Kind.AGENT, "anna"));

        assertThat(pages).extracting(AgentClient::closeCode).containsOnly(4001);
        until(() -> gateways.stream().allMatch(node -> pages(node, "a1") == 0));
    }

    private static boolean opens(JsonObject message) {
        return message.getString("type").equals("open");
    }

    private static Delivery late(Throwable e) {
        return new Delivery("p1", Outcome.MISSED, "", Ask.whyNot(e), "", -1);
    }

    /** All nodes know of it. */
    private AgentClient pageAt(TestGateway gateway) {
        int before = pages(gateway, "a1");
        AgentClient page = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));
        page.hello(BROWSER, false);
        gateways.forEach(node -> until(() -> node.isDead() || pages(node, "a1") > before));
        return page;
    }

    private void gone(TestGateway dead) {
        String node = NodeId.of(dead.vertx).toString();
        gateways.stream()
                .filter(each -> each != dead)
                .forEach(each -> Topic.NODE_GONE.publishHere(each.vertx, new NodeGone(node)));
    }

    private void knows(TestGateway gateway, String agent) {
        until(() -> pages(gateway, agent) > 0);
    }

    private static int pages(TestGateway gateway, String agent) {
        return online(gateway).stream()
                .filter(each -> each.agent().equals(agent))
                .mapToInt(Presence.Online::pages)
                .sum();
    }

    private static List<Presence.Online> online(TestGateway gateway) {
        return await(Ask.PRESENCE.put(gateway.vertx, new PresenceQuery())).agents();
    }

    private static void becomes(TestGateway gateway, String id, Outcome outcome) {
        Delivery last = gateway.delivered();
        while (!last.popId().equals(id) || last.outcome() != outcome) {
            last = gateway.delivered();
        }
    }

    private void until(BooleanSupplier fact) {
        first.until(fact);
    }

    private ScreenPop pop(String id) {
        return Samples.pop(
                id, "https://crm.example/" + id, OpenMode.NEW_TAB, "", first.clock.instant());
    }

    private Notice notice(String id) {
        return Samples.notice(id, Notice.Level.INFO, "Hello", "", first.clock.instant());
    }
}
