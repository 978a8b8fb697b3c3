package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeRows.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Browser;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealtimeRestTest {
    private static House house;

    /** Rows of other tests are of other integrations. */
    private final String app = "App " + UUID.randomUUID().toString().replace("-", "");

    private final String mine = "/api/v1/realtime?integration=" + app.replace(" ", "%20");

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void aPushedRowIsAnsweredAndListedAsTheInterfaceSays() {
        HttpResponse<String> pushed =
                house.program()
                        .json(
                                "POST",
                                "/api/v1/realtime",
                                """
                                {"type": "%s", "channel": {"queue": "Sales", "uniqueid": "1.1"},
                                 "reference": "A-1001", "url": "https://crm.example.com/A-1001"}"""
                                        .formatted(app));

        JsonObject item = new JsonObject(pushed.body());
        assertThat(pushed.statusCode()).isEqualTo(201);
        assertThat(item.fieldNames())
                .containsExactly("id", "time", "type", "channel", "reference", "url", "outcome");
        assertThat(item.getJsonObject("channel"))
                .isEqualTo(new JsonObject("{\"queue\": \"Sales\", \"uniqueid\": \"1.1\"}"));
        JsonObject list = get(house.program(), mine);
        assertThat(list.getJsonArray("items")).containsExactly(item);
        assertThat(list.containsKey("next")).isTrue();
        assertThat(list.getValue("next")).isNull();
    }

    /** Also when it is one that a rule had made. */
    @Test
    void aPushedRowSaysWhereItIs() {
        house.push(app, app + "e1/i1/0/0", "A-1", call("1.1", "Sales"));

        HttpResponse<String> pushed =
                house.program()
                        .json(
                                "POST",
                                "/api/v1/realtime",
                                """
                                {"type": "%s", "reference": "A-1",
                                 "channel": {"queue": "Sales", "uniqueid": "1.1"}}"""
                                        .formatted(app));

        String place = pushed.headers().firstValue("Location").orElseThrow();
        assertThat(place).startsWith("/api/v1/realtime/");
        assertThat(get(house.program(), place)).isEqualTo(new JsonObject(pushed.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | type",
                "{\"type\": \" \"}                              | type",
                "{\"type\": {\"a\": 1}}                         | type",
                "{\"type\": \"A\", \"channel\": \"x\"}          | channel",
                "{\"type\": \"A\", \"reference\": [1]}          | reference",
                "{\"type\": \"A\", \"url\": \"javascript:alert(1)\"} | url",
                "{\"type\": \"A\", \"url\": \"java\\nscript:alert(1)\"} | url",
                "{\"type\": \"A\", \"url\": \"data:text/html,x\"} | url",
                "{\"type\": \"A\", \"url\": \"//evil.example\"} | url",
                "{\"type\": \"A\", \"url\": \"https://\"}       | url",
            })
    void whatIsNotRightIsRefusedAtItsField(String body, String field) {
        HttpResponse<String> refused = house.program().json("POST", "/api/v1/realtime", body);

        assertThat(refused.statusCode()).isEqualTo(422);
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(error.getJsonObject("fields").fieldNames()).containsExactly(field);
        assertThat(items(house.program(), "/api/v1/realtime?integration=A")).isEmpty();
    }

    @Test
    void sameIntegrationReferenceAndUniqueidIsTheSameRow() {
        house.push(app, app + "e1/i1/0/0", "A-1", call("1.1", "Sales").put("event", "ringing"));
        house.push(app, app + "e2/i1/0/0", "A-1", call("1.1", "Sales").put("event", "up"));
        house.push(app, app + "e3/i1/0/0", "A-1", call("2.2", "Sales"));
        house.push(app, app + "e4/i1/0/0", "", call("1.1", "Sales"));
        house.push(app, app + "e5/i1/0/0", "", call("1.1", "Sales"));

        List<JsonObject> items = items(house.program(), mine);

        assertThat(items).hasSize(4);
        assertThat(items.get(3).getJsonObject("channel").getString("event")).isEqualTo("up");
    }

    @Test
    void listsAreNewestFirstAndPagedByCursor() {
        for (int at = 0; at < 5; at++) {
            house.push(app, app + "e" + at, "A-" + at, call("1." + at, "Sales"));
        }

        JsonObject first = get(house.program(), mine + "&limit=2");
        JsonObject second =
                get(house.program(), mine + "&limit=2&cursor=" + first.getString("next"));
        JsonObject third =
                get(house.program(), mine + "&limit=2&cursor=" + second.getString("next"));

        assertThat(references(first)).hasSize(2);
        assertThat(references(second)).hasSize(2).doesNotContainAnyElementsOf(references(first));
        assertThat(references(third)).hasSize(1);
        assertThat(third.getString("next")).isNull();
        assertThat(times(first)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @CsvSource({
        "queue=Support, A-2",
        "agent=1007, A-1",
        "agent=PJSIP/john.doe, A-1",
        "agent=john doe, A-1",
        "q=ROSSI, A-1",
        "q=a-2, A-2",
        "outcome=none&queue=Sales, A-1",
        "queue=Sales&agent=1007&q=rossi, A-1",
    })
    void eachFilterNarrowsTheList(String query, String reference) {
        house.push(app, app + "e1", "A-1", call("1.1", "Sales"));
        house.push(
                app,
                app + "e2",
                "A-2",
                call("2.2", "Support")
                        .put("agentname", "Anna")
                        .put("agentnum", "1008")
                        .put("peer", "PJSIP/anna")
                        .put("callername", "Bianchi"));

        JsonObject list = get(house.program(), mine + "&" + query.replace(" ", "%20"));

        assertThat(references(list)).containsExactly(reference);
    }

    @Test
    void eachSupervisorReadsOnlyTheRowsOfHisQueues() {
        house.push(app, app + "e1", "A-1", call("1.1", "Sales"));
        String support = house.push(app, app + "e2", "A-2", call("2.2", "Support")).id();
        house.push(app, app + "e3", "A-3", call("3.3", ""));
        Browser sales = house.as("sales");

        assertThat(references(get(sales, mine))).containsExactly("A-1");
        assertThat(references(get(house.as("support"), mine))).containsExactly("A-2");
        assertThat(references(get(house.as("admin"), mine))).hasSize(3);
        assertThat(references(get(house.as("nobody"), mine))).isEmpty();
        assertThat(sales.get("/api/v1/realtime/" + support).statusCode()).isEqualTo(404);
        assertThat(house.as("support").get("/api/v1/realtime/" + support).statusCode())
                .isEqualTo(200);
        assertThat(references(get(sales, mine + "&queue=Support"))).isEmpty();
    }

    @Test
    void supervisorsAndStrangersPushNothing() {
        String body = "{\"type\": \"A\"}";

        assertThat(house.as("sales").json("POST", "/api/v1/realtime", body).statusCode())
                .isEqualTo(403);
        assertThat(new Browser(house.port).json("POST", "/api/v1/realtime", body).statusCode())
                .isEqualTo(401);
        assertThat(
                        new Browser(house.port)
                                .with("Accept", "application/json")
                                .get("/api/v1/realtime")
                                .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=x",
                "limit=201",
                "cursor=%3B",
                "cursor=abc",
                "outcome=foo"
            })
    void oddQuestionsAreRefusedInWords(String query) {
        HttpResponse<String> refused = house.program().get("/api/v1/realtime?" + query);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("message"))
                .isNotBlank();
    }

    @Test
    void theExportHasTheSameRowsAndNoFormulas() {
        house.push(
                app,
                app + "e1",
                "=1+1",
                call("1.1", "Sales").put("callername", "=cmd|'/C calc'!A0"));
        house.push(app, app + "e2", "A-2", call("2.2", "Support"));

        HttpResponse<String> sales =
                house.as("sales").get(mine.replace("/api/v1/realtime", "/realtime.csv"));
        HttpResponse<String> all =
                house.program()
                        .get(
                                mine.replace("realtime?", "realtime.csv?")
                                        + "&columns=time,caller,var.ordernumber&bom=0");

        List<List<String>> read = CsvReader.read(sales.body().substring(1));
        assertThat(sales.body()).startsWith(Csv.BYTE_ORDER_MARK);
        assertThat(read).hasSize(2);
        assertThat(read.get(0)).contains("callername", "reference", "ordernumber");
        int caller = read.get(0).indexOf("callername");
        assertThat(read.get(1).get(caller)).isEqualTo("'=cmd|'/C calc'!A0");
        List<List<String>> chosen = CsvReader.read(all.body());
        assertThat(chosen.get(0)).containsExactly("time", "caller", "ordernumber");
        assertThat(chosen).hasSize(3);
    }

    private static JsonObject get(Browser browser, String path) {
        HttpResponse<String> answer = browser.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<JsonObject> items(Browser browser, String path) {
        return get(browser, path).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> references(JsonObject list) {
        return texts(list, "reference");
    }

    private static List<String> times(JsonObject list) {
        return texts(list, "time");
    }

    private static List<String> texts(JsonObject list, String field) {
        return list.getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString(field))
                .toList();
    }
}
