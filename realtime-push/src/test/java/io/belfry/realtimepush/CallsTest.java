package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.RecordingQuery;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.HeldStatement;
import io.belfry.core.web.Browser;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private static final String HOSTILE = "<script>alert(1)</script>";

    private static House house;

    @BeforeAll
    static void twoCalls() {
        house = new House();
        house.happens(SomeCalls.ringing("e1", "1.1", "Sales", "Maria Rossi"));
        house.happens(SomeCalls.ringing("e2", "2.2", "Support", HOSTILE));
        house.tells("pbx1:1.1", "no", "\"Pop\" of Acme CRM: no – queue is Sales, wants Support");
        house.tells("pbx1:2.2", "yes", "\"Pop\" of Acme CRM: yes – queue = Support");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void eachSupervisorFindsOnlyTheCallsOfHisQueues() {
        assertThat(ids(house.as("sales"), "/api/v1/calls")).containsExactly("pbx1:1.1");
        assertThat(ids(house.as("support"), "/api/v1/calls")).containsExactly("pbx1:2.2");
        assertThat(ids(house.as("admin"), "/api/v1/calls")).hasSize(2);
        assertThat(ids(house.as("nobody"), "/api/v1/calls")).isEmpty();
        assertThat(ids(house.as("sales"), "/api/v1/calls?queue=Support")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/calls/pbx1:2.2",
                "/api/v1/calls/pbx1:2.2/trace",
                "/calls/pbx1:2.2",
                "/calls/pbx1%3A2.2",
            })
    void somebodyElsesCallIsNotThere(String path) {
        String unknown = path.replace("2.2", "9.9");

        HttpResponse<String> others = house.as("sales").get(path);

        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(house.as("sales").get(unknown).statusCode()).isEqualTo(404);
        assertThat(house.as("support").get(path).statusCode()).isEqualTo(200);
        assertThat(house.as("admin").get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void whoMaySeeTheStoryMayHaveTheRecording() {
        String path = "/api/v1/calls/pbx1:1.1/recording";

        HttpResponse<String> mine = house.as("sales").get(path + "?mask=true");

        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(mine.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"belfry-pbx1-1.1-masked.ami\"");
        assertThat(mine.body().length()).isEqualTo(10);
        RecordingQuery asked = house.recordings.get(house.recordings.size() - 1);
        assertThat(asked.masked()).isTrue();
        assertThat(asked.pbx()).isEqualTo("pbx1");
        assertThat(asked.started()).isAfter(Instant.EPOCH);
        int before = house.recordings.size();
        assertThat(house.as("support").get(path).statusCode()).isEqualTo(404);
        assertThat(house.recordings).hasSize(before);
    }

    @Test
    void aLongRecordingIsWaitedForWhileTheDatabaseIsSlowWithAnother() {
        int before = house.recordings.size();
        HeldStatement slow = HeldStatement.in(house.database, house.site);
        house.busy = slow.answer();

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(
                        () -> house.as("sales").get("/api/v1/calls/pbx1:1.1/recording?mask=true"));
        house.until(() -> house.recordings.size() > before);
        HttpResponse<String> other = house.as("admin").get(HeldStatement.WAITING);
        slow.close();
        house.busy = Future.succeededFuture();

        assertThat(other.statusCode()).as("who does not say why it takes long").isEqualTo(503);
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void recordingThatIsGoneIsSaidToBe() {
        HttpResponse<String> gone = house.as("support").get("/api/v1/calls/pbx1:2.2/recording");

        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("no_recording", "recorder.hours");
        assertThat(house.as("support").get("/api/v1/calls/pbx1:2.2/recording?mask=x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theStoryNamesTheConditionThatFailedAndItsValue() {
        JsonObject trace = get(house.as("sales"), "/api/v1/calls/pbx1:1.1/trace");

        JsonObject first = trace.getJsonArray("items").getJsonObject(0);
        JsonObject step = trace.getJsonArray("items").getJsonObject(1);
        assertThat(first.getString("step")).isEqualTo("pbx");
        assertThat(step.getString("step")).isEqualTo("rule");
        assertThat(step.getString("text")).contains("queue is Sales, wants Support");
        assertThat(step.getJsonObject("data").getString("verdict")).isEqualTo("no");
    }

    @Test
    void twoPagesMissedInTheSameMillisecondAreTwoSteps() {
        Instant at = Instant.parse("2026-11-30T10:00:00.123Z");
        String text = "Giulia Neri (2005): missed – no agent page open";
        for (String pop : List.of("e2/i1/0/0", "e2/i2/0/0")) {
            Map<String, String> data = Map.of("popId", pop, "outcome", "missed");
            house.tells(new TraceLine("pbx1:2.2", at, TraceLine.Step.AGENT, text, data));
        }

        JsonObject trace = get(house.as("support"), "/api/v1/calls/pbx1:2.2/trace");

        assertThat(trace.getJsonArray("items").stream())
                .extracting(each -> ((JsonObject) each).getString("text"))
                .filteredOn(text::equals)
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "q=rossi, pbx1:1.1",
        "number=0255512345&queue=Sales, pbx1:1.1",
        "agent=1007&queue=Support, pbx1:2.2",
        "var.ordernumber=A-1001&queue=Support, pbx1:2.2",
    })
    void callsAreFound(String query, String id) {
        assertThat(ids(house.as("admin"), "/api/v1/calls?" + query)).containsExactly(id);
    }

    @Test
    void aTimeThatIsNoneIsRefusedAtItsField() {
        HttpResponse<String> refused = house.as("admin").get("/api/v1/calls?from=yesterday");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(
                        new JsonObject(refused.body())
                                .getJsonObject("error")
                                .getJsonObject("fields")
                                .fieldNames())
                .containsExactly("from");
    }

    @Test
    void theListShowsNamesAsTextAndLinksToTheStories() {
        HttpResponse<String> page = page("support", "/calls");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "href=\"/calls/pbx1%3A2.2\"")
                .doesNotContain(HOSTILE, "Maria Rossi", "??");
    }

    @Test
    void theSearchKeepsWhatWasTypedAndSaysWhenNothingMatches() {
        HttpResponse<String> page = page("admin", "/calls?q=%22%3Ezzz&from=x");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("value=\"&quot;", "No call matches", "aria-invalid=\"true\"")
                .doesNotContain("??");
    }

    @Test
    void theStoryPageShowsVerdictsAndStepsWithoutScript() {
        String page = page("sales", "/calls/pbx1:1.1").body();

        assertThat(page)
                .contains("data-verdict=\"no\"", "queue is Sales, wants Support", "Maria Rossi")
                .doesNotContain("??");
    }

    @Test
    void bothLanguagesHaveAllTexts() {
        for (String path : List.of("/calls", "/calls/pbx1:1.1", "/realtime/integration")) {
            String page =
                    house.as("admin")
                            .with("Accept", "text/html")
                            .with("Accept-Language", "it")
                            .get(path)
                            .body();

            assertThat(page).contains("lang=\"it\"").doesNotContain("??");
        }
    }

    private HttpResponse<String> page(String who, String path) {
        return house.as(who).with("Accept", "text/html").get(path);
    }

    private static JsonObject get(Browser browser, String path) {
        HttpResponse<String> answer = browser.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static List<String> ids(Browser browser, String path) {
        return get(browser, path).getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .toList();
    }
}
