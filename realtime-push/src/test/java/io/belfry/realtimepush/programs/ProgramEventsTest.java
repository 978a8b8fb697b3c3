package io.belfry.realtimepush.programs;

import static io.belfry.core.web.Await.await;
import static io.belfry.realtimepush.SomeCalls.hangup;
import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What programs are told, and how they go on after a break. */
class ProgramEventsTest {
    private final ProgramHouse house = new ProgramHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private static CallEvent queued(String id, String queue) {
        CallEvent like = ringing(id, "9.9", queue, "x");
        return new CallEvent.Queued(new CallEvent.Head(id, Instant.now(), false), like.call(), 1);
    }

    private static JsonObject wish(List<String> events, List<String> queues) {
        return new JsonObject()
                .put("events", new JsonArray(events))
                .put("queues", new JsonArray(queues));
    }

    private static List<String> ids(Talk talk, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> talk.next("event").getJsonObject(1).getString("id"))
                .toList();
    }

    @Test
    void eachEventComesByItsNameAndAsEvent() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.tell(hangup("e2", "1.1"));

            List<JsonArray> all = IntStream.range(0, 4).mapToObj(i -> talk.next()).toList();

            assertThat(all.stream().map(each -> each.getString(0)))
                    .containsExactly("ringing", "event", "hangup", "event");
            JsonObject ringing = all.get(0).getJsonObject(1);
            assertThat(ringing).isEqualTo(all.get(1).getJsonObject(1));
            assertThat(ringing.getString("event")).isEqualTo("ringing");
            assertThat(ringing.getString("uniqueid")).isEqualTo("1.1");
            assertThat(ringing.getValue("ringing")).isEqualTo(true);
            assertThat(ringing.getString("ordernumber")).isEqualTo("A-1001");
            assertThat(all.get(1).getString(2)).matches("[0-9a-z]+-1");
        }
    }

    @Test
    void whatTheOriginalHadNotComesOnlyToWhoNamesIt() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(queued("e1", "Sales"));
            house.tell(ringing("e2", "1.1"));
            assertThat(ids(talk, 1)).containsExactly("e2");

            JsonObject answer =
                    talk.ask("subscribe", wish(List.of("queued"), List.of("Sales", "Other")));
            house.tell(queued("e3", "Support"));
            house.tell(queued("e4", "Sales"));

            assertThat(ids(talk, 1)).containsExactly("e4");
            assertThat(answer.getBoolean("ok")).isTrue();
            JsonObject more = answer.getJsonArray("subscriptions").getJsonObject(1);
            assertThat(more.getJsonArray("events")).containsExactly("queued");
            assertThat(more.getJsonArray("queues")).containsExactly("Sales", "Other");
        }
    }

    @Test
    void whatIsWantedTwiceComesOnceAndWhoHasEnoughIsBackAtTheBeginning() {
        try (Talk talk = Talk.with(house)) {
            talk.ask("subscribe", wish(List.of("queued", "ringing"), List.of()));
            house.tell(ringing("e1", "1.1"));
            house.tell(queued("e2", "Sales"));
            assertThat(ids(talk, 2)).containsExactly("e1", "e2");

            JsonObject answer = talk.ask("unsubscribe", new JsonObject());
            house.tell(queued("e3", "Sales"));
            house.tell(ringing("e4", "1.1"));

            assertThat(answer.getJsonArray("subscriptions")).hasSize(1);
            assertThat(ids(talk, 1)).containsExactly("e4");
        }
    }

    @Test
    void aProgramMaySayWhatItWantsWhenItConnects() {
        JsonObject auth = wish(List.of("queued"), List.of("Sales"));
        try (Talk talk = Talk.with(house, auth)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.tell(queued("e2", "Support"));
            house.tell(queued("e3", "Sales"));

            assertThat(ids(talk, 1)).containsExactly("e3");
        }
    }

    @Test
    void aWordThatIsNoEventIsRefusedWithTheOnesThatAre() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("subscribe", wish(List.of("ring"), List.of()));

            assertThat(answer.getBoolean("ok")).isFalse();
            assertThat(answer.getString("error")).contains("ringing", "abandon", "queued");
            for (Object wrong : List.of(7, new JsonObject(), JsonArray.of(1), "x".repeat(300))) {
                JsonObject refused = talk.ask("subscribe", new JsonObject().put("queues", wrong));
                assertThat(refused.getBoolean("ok")).isFalse();
            }
        }
    }

    @Test
    void moreThanTwentySubscriptionsAreRefused() {
        try (Talk talk = Talk.with(house)) {
            for (int i = 1; i < 20; i++) {
                JsonObject wish = wish(List.of("queued"), List.of("q" + i));
                assertThat(talk.ask("subscribe", wish).getBoolean("ok")).isTrue();
            }

            JsonObject wish = wish(List.of("queued"), List.of("q20"));
            assertThat(talk.ask("subscribe", wish).getString("error")).contains("20");
        }
    }

    @Test
    void aTokenOfSomeQueuesAndEventsGetsNoOthers() {
        house.tokens.add(
                "limited",
                new Program(
                        "p2",
                        "limited",
                        EnumSet.allOf(Right.class),
                        List.of("Sales"),
                        Set.of(CallEvent.Kind.RINGING, CallEvent.Kind.QUEUED)));
        try (Talk talk = Talk.with(house, new JsonObject().put("token", "limited"))) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1", "Support", "x"));
            house.tell(ringing("e2", "2.2", "", "x"));
            house.tell(hangup("e3", "3.3"));
            house.tell(ringing("e4", "4.4", "Sales", "x"));

            assertThat(ids(talk, 1)).containsExactly("e4");
            assertThat(talk.ask("subscribe", wish(List.of("up"), List.of())).getString("error"))
                    .contains("may not get up");
            assertThat(
                            talk.ask("subscribe", wish(List.of("queued"), List.of("Support")))
                                    .getString("error"))
                    .contains("may not see Support");
        }
    }

    @Test
    void aTokenWithoutTheRightToReadIsToldNothing() {
        house.tokens.add("mute", new Program("p3", "mute", Set.of(Right.POP), List.of(), Set.of()));
        try (Talk talk = Talk.with(house, new JsonObject().put("token", "mute"))) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));

            assertThat(talk.ask("subscribe", new JsonObject()).getString("error"))
                    .contains("may not read events");
        }
    }

    @Test
    void whoComesBackWithTheLastIdGetsWhatItMissedAndNothingTwice() {
        String last;
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            last = talk.next("event").getString(2);
        }
        house.untilPrograms(0);
        house.tell(ringing("e2", "2.2"));
        house.tell(ringing("e3", "3.3"));

        try (Talk talk = Talk.with(house, new JsonObject().put("lastEventId", last))) {
            house.tell(ringing("e4", "4.4"));

            assertThat(ids(talk, 3)).containsExactly("e2", "e3", "e4");
        }
    }

    /** The connection broke between the two packets of an event. */
    @Test
    void whoHadHalfOfAnEventGetsTheOtherHalf() {
        String half;
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            half = talk.next("ringing").getString(2);
        }
        house.tell(ringing("e2", "2.2"));

        try (Talk talk = Talk.with(house, new JsonObject().put("lastEventId", half))) {
            List<JsonArray> all = IntStream.range(0, 3).mapToObj(i -> talk.next()).toList();

            assertThat(all.stream().map(each -> each.getString(0)))
                    .containsExactly("event", "ringing", "event");
            assertThat(all.get(0).getJsonObject(1).getString("id")).isEqualTo("e1");
        }
    }

    /** As clients of 4.6 and later do it by themselves. */
    @Test
    void whoIsRecognisedNeedNotSubscribeAgain() {
        String pid;
        String last;
        try (Talk talk = Talk.with(house)) {
            talk.ask("subscribe", wish(List.of("queued"), List.of()));
            house.tell(queued("e1", "Sales"));
            last = talk.next("event").getString(2);
            pid = talk.pid();
        }
        house.untilPrograms(0);
        house.tell(queued("e2", "Sales"));

        JsonObject auth = new JsonObject().put("pid", pid).put("offset", last);
        try (Talk talk = Talk.with(house, auth)) {
            assertThat(talk.pid()).isEqualTo(pid);
            assertThat(ids(talk, 1)).containsExactly("e2");
        }
    }

    @Test
    void nobodyTakesOverWhatAnotherProgramSubscribedTo() {
        house.tokens.add("other", Program.unlimited("p9", "other"));
        String pid;
        try (Talk talk = Talk.with(house)) {
            talk.ask("subscribe", wish(List.of("queued"), List.of()));
            pid = talk.pid();
        }
        house.untilPrograms(0);

        JsonObject auth = new JsonObject().put("token", "other").put("pid", pid);
        try (Talk talk = Talk.with(house, auth)) {
            assertThat(talk.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void aRestartOfTheServerMakesNoHole() {
        String last;
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e0", "1.1"));
            last = talk.next("event").getString(2);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 1_200; i++) {
            house.tell(ringing("m" + i, i + ".1"));
            expected.add("m" + i);
        }
        house.untilLogged(1_201);
        try (ProgramHouse restarted = house.restarted();
                Talk talk = Talk.with(restarted, new JsonObject().put("lastEventId", last))) {
            restarted.tell(ringing("last", "9.9"));
            expected.add("last");

            assertThat(ids(talk, 1_201)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void whatTheLogHasNoMoreIsToldWithItsNumber() {
        IntStream.rangeClosed(1, 10).forEach(i -> house.tell(ringing("m" + i, i + ".1")));
        house.untilLogged(10);
        String any = await(house.log.newest()).orElseThrow().position().started();
        await(
                house.database.update(
                        "delete from event_log where id < #{number}", Map.of("number", 8L)));
        try (ProgramHouse restarted = house.restarted();
                Talk talk = Talk.with(restarted, new JsonObject().put("lastEventId", any + "-1"))) {
            JsonArray lost = talk.next();

            assertThat(lost.getString(0)).isEqualTo("lost");
            assertThat(lost.getJsonObject(1).getInteger("count")).isEqualTo(6);
            assertThat(ids(talk, 3)).containsExactly("m8", "m9", "m10");
        }
    }

    @Test
    void anIdOfAnotherServerIsToldAsALossThatNobodyCanCount() {
        for (String id : List.of("abc-7", "nonsense", "abc-7/1", "/1", "abc-0/1")) {
            try (Talk talk = Talk.with(house, new JsonObject().put("lastEventId", id))) {
                JsonArray lost = talk.next();

                assertThat(lost.getString(0)).isEqualTo("lost");
                assertThat(lost.getJsonObject(1).getValue("count")).isNull();
            }
        }
    }

    @Test
    void whoLeftBeforeAnythingHappenedMissesNothing() {
        String id;
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.clock.pass(Duration.ofSeconds(10));
            id = talk.next("position").getString(2);
        }
        house.tell(ringing("e1", "1.1"));
        house.untilLogged(1);

        try (Talk talk = Talk.with(house, new JsonObject().put("lastEventId", id))) {
            assertThat(ids(talk, 1)).containsExactly("e1");
        }
    }

    @Test
    void whoGetsLittleIsToldHowFarItIs() {
        try (Talk talk = Talk.with(house, wish(List.of("queued"), List.of()))) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.untilLogged(1);
            house.clock.pass(Duration.ofSeconds(10));

            JsonArray position = talk.next("position");
            assertThat(position.getString(2)).matches("[0-9a-z]+-1");
            assertThat(position.getJsonObject(1).getString("id")).isEqualTo(position.getString(2));
        }
    }

    @Test
    void aTokenThatIsRevokedTakesItsSocketsAlongAndNoOthers() {
        house.tokens.add("other", Program.unlimited("p9", "other"));
        try (Talk talk = Talk.with(house);
                Talk second = Talk.with(house);
                Talk other = Talk.with(house, new JsonObject().put("token", "other"))) {
            house.tokens.revoke(ProgramHouse.TOKEN);

            assertThat(talk.socket().closed().reason()).contains("revoked");
            assertThat(second.socket().closed().code()).isEqualTo(1008);
            assertThat(other.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
        }
    }
}
