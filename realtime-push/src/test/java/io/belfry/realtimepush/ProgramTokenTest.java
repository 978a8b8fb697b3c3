package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeCalls.hangup;
import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.TokenRevoked;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program with a limited token hears, reads and writes. */
class ProgramTokenTest {
    private static final Instant NEVER = Instant.MAX;

    private final List<EventReader> readers = new ArrayList<>();
    private House house;

    @BeforeEach
    void open() {
        house = new House();
    }

    @AfterEach
    void close() {
        readers.forEach(EventReader::close);
        house.close();
    }

    private EventReader listen(String token, String query) {
        EventReader reader =
                EventReader.open(house.port, query, "Authorization", "Bearer " + token, "");
        readers.add(reader);
        return reader;
    }

    @Test
    void itHearsItsQueuesAndNothingElse() {
        house.token("sales", List.of("Sales"), Set.of(), NEVER);
        EventReader program = listen("sales", "");

        house.happens(ringing("e1", "1.1", "Support", "x"));
        house.happens(ringing("e2", "2.2", "", "x"));
        house.happens(ringing("e3", "3.3", "Sales", "x"));

        assertThat(program.next().data().getString("id")).isEqualTo("e3");
    }

    @Test
    void itHearsTheEventsThatItMay() {
        house.token("ends", List.of(), Set.of(Kind.HANGUP, Kind.TRANSFER), NEVER);
        EventReader program = listen("ends", "");

        house.happens(ringing("e1", "1.1"));
        house.happens(hangup("e2", "1.1"));

        assertThat(program.next().data().getString("id")).isEqualTo("e2");
    }

    @Test
    void itIsToldWhichEventsAreNotForIt() {
        house.token("ends", List.of(), Set.of(Kind.HANGUP), NEVER);

        HttpResponse<String> refused =
                house.program("ends").get("/api/v1/events?events=hangup,pause");

        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(error.getString("message")).contains("pause").doesNotContain("hangup");
    }

    @Test
    void aRevokedTokenTakesItsStreamsAlongAndNoOther() {
        house.token("one", List.of(), Set.of(), NEVER);
        house.token("two", List.of(), Set.of(), NEVER);
        EventReader one = listen("one", "");
        EventReader two = listen("two", "");

        Topic.TOKENS_REVOKED.publish(house.vertx, new TokenRevoked("id-one"));

        house.until(one::hasEnded);
        house.happens(ringing("e1", "1.1"));
        assertThat(two.next().data().getString("id")).isEqualTo("e1");
    }

    @Test
    void aStreamEndsWhenItsTokenDoes() {
        house.token("short", List.of(), Set.of(), Instant.now().plusSeconds(2));

        EventReader program = listen("short", "");

        house.until(program::hasEnded);
    }

    @Test
    void itPushesRowsOfItsQueuesOnly() {
        house.token("sales", List.of("Sales"), Set.of(), NEVER);
        String row = "{\"type\": \"A\", \"channel\": {\"queue\": \"%s\"}}";

        HttpResponse<String> mine =
                house.program("sales").json("POST", "/api/v1/realtime", row.formatted("Sales"));
        HttpResponse<String> other =
                house.program("sales").json("POST", "/api/v1/realtime", row.formatted("Support"));
        HttpResponse<String> none =
                house.program("sales").json("POST", "/api/v1/realtime", "{\"type\": \"A\"}");

        assertThat(mine.statusCode()).isEqualTo(201);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(house.published).hasSize(1);
    }

    @Test
    void itReplacesNoRowOfAnotherQueueAndIsNotToldWhatStandsThere() {
        house.token("sales", List.of("Sales"), Set.of(), NEVER);
        String row =
                "{\"type\": \"A\", \"reference\": \"7\", \"channel\": {\"uniqueid\": \"1.1\","
                        + " \"queue\": \"%s\", \"time\": \"%s\", \"callernum\": \"%s\"}}";
        HttpResponse<String> theirs =
                house.program()
                        .json(
                                "POST",
                                "/api/v1/realtime",
                                row.formatted("Support", "2026-03-01T10:00:01.000Z", "0299"));

        for (String time : List.of("2026-03-01T10:00:00.000Z", "2026-03-01T10:00:02.000Z")) {
            HttpResponse<String> mine =
                    house.program("sales")
                            .json("POST", "/api/v1/realtime", row.formatted("Sales", time, "0211"));

            assertThat(mine.statusCode()).isEqualTo(422);
            assertThat(mine.body()).contains("another queue").doesNotContain("0299");
        }
        assertThat(theirs.statusCode()).isEqualTo(201);
        assertThat(house.published).hasSize(1);
    }

    @Test
    void aStoryIsReadPageByPage() {
        house.happens(ringing("e1", "1.1"));
        for (int i = 0; i < 5; i++) {
            house.tells("pbx1:1.1", "no", "line " + i);
        }
        String path = "/api/v1/calls/pbx1:1.1/trace?limit=2";

        List<String> read = new ArrayList<>();
        String next = "";
        do {
            JsonObject page =
                    new JsonObject(
                            house.program()
                                    .get(path + (next.isEmpty() ? "" : "&cursor=" + next))
                                    .body());
            page.getJsonArray("items")
                    .forEach(each -> read.add(((JsonObject) each).getString("text")));
            next = page.getString("next") == null ? "" : page.getString("next");
        } while (!next.isEmpty() && read.size() < 100);

        assertThat(read).hasSize(6);
        assertThat(read.get(0)).startsWith("ringing");
        assertThat(read.subList(1, 6))
                .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4");
    }
}
