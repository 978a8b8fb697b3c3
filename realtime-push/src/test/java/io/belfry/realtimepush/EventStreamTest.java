package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeCalls.hangup;
import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Browser;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final List<EventReader> readers = new ArrayList<>();
    private House house;

    @BeforeEach
    void open() {
        house = new House(new RealtimeLimits(100, 20, 3));
    }

    @AfterEach
    void close() {
        readers.forEach(EventReader::close);
        house.close();
    }

    @Test
    void aProgramReadsEachEventAsItHappens() {
        EventReader program = program("", "");

        house.happens(ringing("e1", "1.1"));
        house.happens(hangup("e2", "1.1"));

        EventReader.Message first = program.next();
        assertThat(program.contentType()).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(first.event()).isEqualTo("ringing");
        assertThat(first.data().getString("id")).isEqualTo("e1");
        assertThat(first.data().getString("queue")).isEqualTo("Sales");
        assertThat(program.next().event()).isEqualTo("hangup");
    }

    @Test
    void onlyWhatItAskedForComes() {
        EventReader program = program("?events=hangup,noanswer&queue=Sales&queue=Other", "");

        house.happens(ringing("e1", "1.1"));
        house.happens(ringing("e2", "2.2", "Support", "x"));
        house.happens(hangup("e3", "1.1"));

        assertThat(program.next().data().getString("id")).isEqualTo("e3");
    }

    @Test
    void aWordThatIsNoEventIsRefusedWithTheOnesThatAre() {
        HttpResponse<String> refused = house.program().get("/api/v1/events?events=ring,up");

        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error.getJsonObject("fields").getString("events"))
                .contains("ringing", "abandon");
    }

    /** A program or a watchdog that only looks whether the stream is there. */
    @Test
    void whoOnlyAsksForTheHeadTakesNoPlace() {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> head = house.program().send("HEAD", "/api/v1/events", "", "");

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type"))
                    .contains("text/event-stream; charset=utf-8");
        }
    }

    @Test
    void whoComesBackGetsWhatItMissedAndNothingTwice() {
        EventReader first = program("", "");
        house.happens(ringing("e1", "1.1"));
        first.next();
        first.close();
        house.happens(ringing("e2", "2.2"));
        house.happens(ringing("e3", "3.3"));

        EventReader again = program("", first.lastId());
        house.happens(ringing("e4", "4.4"));

        assertThat(ids(again, 3)).containsExactly("e2", "e3", "e4");
    }

    @Test
    void aRestartOfTheServerMakesNoHole() {
        EventReader before = program("", "");
        house.happens(ringing("e1", "1.1"));
        before.next();
        before.close();
        IntStream.range(0, 1_200).forEach(i -> house.tell(ringing("m" + i, i + ".1")));
        house.untilLogged(1_201);
        try (House restarted = house.restarted()) {
            EventReader after = reader(restarted, "", before.lastId());
            restarted.happens(ringing("last", "9.9"));

            List<String> ids = ids(after, 1_201);
            assertThat(ids.subList(0, 3)).containsExactly("m0", "m1", "m2");
            assertThat(ids).doesNotHaveDuplicates().endsWith("m1199", "last");
        }
    }

    @Test
    void whoLeftBeforeAnythingHappenedMissesNothing() {
        EventReader first = program("", "");
        house.until(() -> !first.lastId().isEmpty());
        first.close();
        house.happens(ringing("e1", "1.1"));
        EventReader second = program("", first.lastId());
        assertThat(ids(second, 1)).containsExactly("e1");
        second.close();
        house.untilLogged(1);

        try (House restarted = house.restarted()) {
            EventReader third = reader(restarted, "", "");
            house.until(() -> !third.lastId().isEmpty());
            third.close();
            restarted.happens(ringing("e2", "2.2"));
            restarted.untilLogged(2);
            assertThat(ids(reader(restarted, "", third.lastId()), 1)).containsExactly("e2");
            assertThat(ids(reader(restarted, "", first.lastId()), 2)).containsExactly("e1", "e2");
        }
    }

    @Test
    void ofAStartOfWhichNothingIsLeftTheGapIsCountedAndTheRestIsTold() {
        IntStream.range(0, 10).forEach(i -> house.happens(ringing("m" + i, i + ".1")));
        house.untilLogged(10);
        house.forgetEventsBefore(8);

        try (House restarted = house.restarted()) {
            EventReader old = reader(restarted, "", "abc-2");

            EventReader.Message lost = old.next();
            assertThat(lost.event()).isEqualTo("lost");
            assertThat(lost.data().getInteger("count")).isEqualTo(5);
            assertThat(ids(old, 3)).containsExactly("m7", "m8", "m9");
        }
    }

    @Test
    void whatTheLogHasNoMoreIsToldWithItsNumber() {
        EventReader before = program("", "");
        house.happens(ringing("e1", "1.1"));
        before.next();
        IntStream.range(0, 10).forEach(i -> house.happens(ringing("m" + i, i + ".1")));
        house.untilLogged(11);
        house.forgetEventsBefore(8);
        try (House restarted = house.restarted()) {
            EventReader after = reader(restarted, "", before.lastId().replaceAll("-.*", "-1"));
            restarted.happens(ringing("last", "9.9"));

            EventReader.Message lost = after.next();
            assertThat(lost.event()).isEqualTo("lost");
            assertThat(lost.data().getInteger("count")).isEqualTo(6);
            assertThat(ids(after, 5)).containsExactly("m6", "m7", "m8", "m9", "last");
        }
    }

    @Test
    void anIdOfAnotherServerIsToldAsALossThatNobodyCanCount() {
        for (String id : List.of("abc-7", "nonsense", "../../etc")) {
            EventReader reader = program("", id);

            EventReader.Message lost = reader.next();
            assertThat(lost.event()).isEqualTo("lost");
            assertThat(lost.data().getValue("count")).isNull();
            reader.close();
        }
        EventReader reader = program("", "abc-7");
        reader.next();
        house.happens(ringing("e1", "1.1"));
        assertThat(ids(reader, 1)).containsExactly("e1");
    }

    @Test
    void aSupervisorReadsHisQueuesOnly() {
        EventReader support = cookie("support");
        EventReader admin = cookie("admin");

        house.happens(ringing("e1", "1.1", "Sales", "x"));
        house.happens(ringing("e2", "2.2", "", "x"));
        house.happens(ringing("e3", "3.3", "Support", "x"));

        assertThat(ids(support, 1)).containsExactly("e3");
        assertThat(ids(admin, 3)).containsExactly("e1", "e2", "e3");
    }

    @Test
    void whoIsNobodyGetsNothing() {
        assertThat(new Browser(house.port).get("/api/v1/events").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionThatEndsTakesItsStreamAlong() {
        EventReader admin = cookie("admin");

        house.endSessionsOf("admin");

        house.until(admin::hasEnded);
    }

    @Test
    void moreStreamsThanAreAllowedAreRefusedAndAClosedOneMakesRoom() {
        List<EventReader> three = IntStream.range(0, 3).mapToObj(i -> program("", "")).toList();

        EventReader fourth = program("", "");
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.retryAfter()).isNotEmpty();
        three.get(0).close();

        house.until(() -> program("", "").status() == 200);
    }

    private static List<String> ids(EventReader reader, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> reader.next().data().getString("id"))
                .toList();
    }

    private EventReader program(String query, String lastId) {
        return reader(house, query, lastId);
    }

    private EventReader reader(House of, String query, String lastId) {
        return keep(
                EventReader.open(of.port, query, "Authorization", "Bearer " + House.TOKEN, lastId));
    }

    private EventReader cookie(String who) {
        return keep(
                EventReader.open(
                        house.port, "", "Cookie", "belfry_session=" + house.cookie(who), ""));
    }

    private EventReader keep(EventReader reader) {
        readers.add(reader);
        return reader;
    }
}
