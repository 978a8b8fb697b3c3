package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;
import static io.belfry.realtimepush.SomeRows.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Subscription;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealtimeFeedTest {
    private static final String ACME = "Acme CRM";

    private static House house;

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void theSameRequestTwiceIsOneRowAndChangesNothing() {
        RealtimeRow first = house.push(ACME, "a1/i1/0/0", "R-1", of("1.1", "ringing", 1));
        house.push(ACME, "a2/i1/0/0", "R-1", of("1.1", "up", 2));

        RealtimeRow again = house.push(ACME, "a1/i1/0/0", "R-1", of("1.1", "ringing", 1));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.time()).isEqualTo(first.time());
        assertThat(again.channel().getString("event")).isEqualTo("up");
    }

    @Test
    void anEventThatComesLateDoesNotUndoALaterOne() {
        house.push(ACME, "b2/i1/0/0", "R-2", of("2.1", "up", 5));

        RealtimeRow row = house.push(ACME, "b1/i1/0/0", "R-2", of("2.1", "ringing", 4));

        assertThat(row.channel().getString("event")).isEqualTo("up");
    }

    @Test
    void aRowGetsTheOutcomeThatCameBeforeIt() {
        house.happens(SomeCalls.ringing("c1", "3.1"));
        delivered("c1/i1/0/0", Outcome.BLOCKED);

        RealtimeRow row = house.push(ACME, "c2/i1/1/0", "", of("3.1", "up", 1));

        assertThat(row.outcome()).isEqualTo("blocked");
    }

    @Test
    void aRowGetsTheOutcomesThatComeAfterIt() {
        house.happens(SomeCalls.ringing("d1", "4.1"));
        RealtimeRow row = house.push(ACME, "d1/i1/0/0", "", of("4.1", "ringing", 1));

        RealtimeRow card = changed(row, "d1/i1/0/0", Outcome.CARD);
        RealtimeRow opened = changed(row, "d1/i1/0/0", Outcome.OPENED);

        assertThat(row.outcome()).isEmpty();
        assertThat(card.outcome()).isEqualTo("card");
        assertThat(opened.outcome()).isEqualTo("opened");
        assertThat(opened.channel()).isEqualTo(row.channel());
    }

    @Test
    void outcomesOfOtherAgentsAndIntegrationsAreNotTheRows() {
        house.happens(SomeCalls.ringing("f1", "5.1"));
        RealtimeRow others =
                house.push(
                        ACME, "f2/i1/0/0", "", of("5.1", "ringing", 1).put("peer", "PJSIP/john"));
        RealtimeRow elsewhere = house.push("Survey", "f3/i2/0/0", "", of("5.1", "ringing", 1));

        delivered("f1/i1/0/0", Outcome.OPENED);

        assertThat(now(others).outcome()).isEmpty();
        assertThat(now(elsewhere).outcome()).isEmpty();
    }

    @Test
    void anEventWithoutAgentKeepsTheOutcome() {
        house.happens(SomeCalls.ringing("g1", "6.1"));
        delivered("g1/i1/0/0", Outcome.CARD);
        house.push(ACME, "g1/i1/0/1", "R-6", of("6.1", "ringing", 1));

        RealtimeRow row =
                house.push(ACME, "g2/i1/0/1", "R-6", of("6.1", "abandon", 2).put("peer", ""));

        assertThat(row.outcome()).isEqualTo("card");
    }

    @Test
    void aRowEndsWithItsCallThoughNoRuleAsksForTheEnd() {
        RealtimeRow row = house.push(ACME, "l1/i1/0/0", "", of("8.1", "up", 1).put("extra", "x"));

        RealtimeRow after = changed(row, SomeCalls.hangup("l2", "8.1"));

        assertThat(after.time()).isEqualTo(row.time());
        assertThat(after.channel().getString("event")).isEqualTo("hangup");
        assertThat(after.channel().getString("talktime")).isEqualTo("75");
        assertThat(after.channel().getString("extra")).isEqualTo("x");
        assertThat(after.channel().containsKey("ringing")).isFalse();
        assertThat(kept(row).getString("event")).isEqualTo("hangup");
    }

    @Test
    void aRowThatComesAfterTheEndOfItsCallSaysSo() {
        house.happens(SomeCalls.hangup("m2", "9.1"));

        RealtimeRow row = house.push(ACME, "m1/i1/0/0", "", of("9.1", "up", 1));

        assertThat(row.channel().getString("event")).isEqualTo("hangup");
    }

    @Test
    void theEndOfAnotherAgentsPartIsNotTheRows() {
        RealtimeRow row =
                house.push(ACME, "n1/i1/0/0", "", of("10.1", "up", 1).put("peer", "PJSIP/john"));

        house.happens(SomeCalls.hangup("n2", "10.1"));

        assertThat(kept(row).getString("event")).isEqualTo("up");
    }

    @Test
    void aCallerWhoGivesUpEndsTheRowOfThePhoneThatRang() {
        RealtimeRow row = house.push(ACME, "o1/i1/0/0", "", of("11.1", "ringing", 1));

        RealtimeRow after = changed(row, SomeCalls.abandon("o2", "11.1"));

        assertThat(after.channel().getString("event")).isEqualTo("abandon");
        assertThat(after.channel().getString("peer")).isEqualTo("PJSIP/anna");
    }

    /** It answers the ringing late, when the agent talks already. */
    @Test
    void aProgramsAddressComesIntoARowThatWasLedOnMeanwhile() {
        RealtimeRow row = house.push(ACME, "q1/i1/0/0", "R-12", of("12.1", "ringing", 1));
        changed(row, SomeCalls.hangup("q2", "12.1"));

        RealtimeRow after = push("", "R-12", "https://crm.example/7", of("12.1", "ringing", 1));

        assertThat(after.id()).isEqualTo(row.id());
        assertThat(after.url()).isEqualTo("https://crm.example/7");
        assertThat(after.channel().getString("event")).isEqualTo("hangup");
    }

    @Test
    void whatIsOlderThanTheLastRequestChangesNothing() {
        push("r1/i1/0/0", "R-13", "https://crm.example/new", of("13.1", "up", 2));

        RealtimeRow after =
                push("r0/i1/0/0", "R-13", "https://crm.example/old", of("13.1", "ringing", 1));

        assertThat(after.url()).isEqualTo("https://crm.example/new");
        assertThat(after.channel().getString("event")).isEqualTo("up");
    }

    @Test
    void whatProgramsPutIntoACallIsNoDanger() {
        JsonObject odd =
                new JsonObject()
                        .put("queue", 7)
                        .putNull("peer")
                        .put("uniqueid", new JsonObject().put("a", 1))
                        .put("agentname", true);

        RealtimeRow row = house.push(ACME, "h1/i1/0/0", "R-7", odd);

        assertThat(row.queue()).isEqualTo("7");
        assertThat(row.channel()).isEqualTo(odd);
    }

    private static RealtimeRow push(String id, String reference, String url, JsonObject channel) {
        return house.push(new RowRequest(id, Instant.now(), ACME, channel, reference, url));
    }

    /** Said on the bus, and heard by the module before the next question is. */
    private static void delivered(String pop, Outcome outcome) {
        Topic.DELIVERIES.publish(house.vertx, SomeCalls.delivery(pop, outcome));
    }

    private static RealtimeRow changed(RealtimeRow row, String pop, Outcome outcome) {
        return changed(row, () -> delivered(pop, outcome));
    }

    private static RealtimeRow changed(RealtimeRow row, CallEvent event) {
        return changed(row, () -> house.happens(event));
    }

    private static RealtimeRow changed(RealtimeRow row, Runnable what) {
        Promise<RealtimeRow> told = Promise.promise();
        Subscription consumer =
                Topic.ROWS.subscribe(
                        house.vertx,
                        each -> {
                            if (each.id().equals(row.id())) {
                                told.tryComplete(each);
                            }
                        });
        await(consumer.completion());
        what.run();
        RealtimeRow after = await(told.future());
        await(consumer.unregister());
        return after;
    }

    /** A request that changes nothing answers with the row as it is. */
    private static RealtimeRow now(RealtimeRow row) {
        return row.withOutcome(rest(row).getString("outcome"));
    }

    /** The call object that programs read. */
    private static JsonObject kept(RealtimeRow row) {
        return rest(row).getJsonObject("channel");
    }

    private static JsonObject rest(RealtimeRow row) {
        return new JsonObject(house.program().get("/api/v1/realtime/" + row.id()).body());
    }

    private static JsonObject of(String uniqueid, String event, int second) {
        return call(uniqueid, "Sales")
                .put("event", event)
                .put("peer", "PJSIP/anna")
                .put("time", RowJson.time(SomeRows.TEN.plusSeconds(second)));
    }
}
