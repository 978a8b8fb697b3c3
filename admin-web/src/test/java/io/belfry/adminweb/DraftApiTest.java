package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.account.AuditEntry;
import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drafts, versions, tests and the import, as programs use them. */
class DraftApiTest {
    private static final String BASE = "/api/v1/integrations";
    private static AdminServer server;
    private static Visitor program;

    @BeforeAll
    static void start() {
        server = new AdminServer();
        program = Visitor.program(server);
    }

    @AfterEach
    void quiet() {
        server.forgetScripts();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject integration(String appname, String url) {
        return new JsonObject(
                """
                {"appname": "%s", "url": "%s",
                 "rules": [{"name": "r", "events": ["up"],
                   "actions": [{"type": "open"},
                               {"type": "notify", "title": "Hello"},
                               {"type": "realtime", "reference": "{uniqueid}"}]}]}"""
                        .formatted(appname, url));
    }

    private static String created(JsonObject document) {
        return body(program.json("POST", BASE, document.encode())).getString("id");
    }

    private static JsonObject body(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static HttpResponse<String> put(String id, JsonObject draft) {
        return program.json("PUT", BASE + "/" + id + "/draft", draft.encode());
    }

    private static HttpResponse<String> publish(String id, String body) {
        return program.json("POST", BASE + "/" + id + "/publish", body);
    }

    private static JsonObject live(String id) {
        return body(program.get(BASE + "/" + id));
    }

    @Test
    void draftIsSavedReadPublishedAndGone() {
        String id = created(integration("Api", "https://old.example/"));
        assertThat(program.get(BASE + "/" + id + "/draft").statusCode()).isEqualTo(404);

        HttpResponse<String> saved = put(id, integration("Api", "https://new.example/"));

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(body(saved).getLong("version")).isEqualTo(1);
        assertThat(body(saved).getLong("basedOn")).isEqualTo(1);
        assertThat(body(program.get(BASE + "/" + id + "/draft")).getString("url"))
                .isEqualTo("https://new.example/");
        assertThat(live(id).getString("url")).isEqualTo("https://old.example/");

        HttpResponse<String> published =
                program.send("POST", BASE + "/" + id + "/publish", "application/json", "");

        assertThat(published.statusCode()).as(published.body()).isEqualTo(200);
        assertThat(body(published).getLong("version")).isEqualTo(2);
        assertThat(live(id).getString("url")).isEqualTo("https://new.example/");
        assertThat(program.get(BASE + "/" + id + "/draft").statusCode()).isEqualTo(404);
        assertThat(publish(id, "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void oldVersionsOfADraftAreRefusedAndNothingIsOverwritten() {
        String id = created(integration("Old", "https://old.example/"));
        JsonObject first = integration("Old", "https://first.example/").put("version", 0);
        put(id, first);

        HttpResponse<String> second =
                put(id, integration("Old", "https://second.example/").put("version", 0));
        HttpResponse<String> late = publish(id, "{\"version\": 7}");
        HttpResponse<String> thrown =
                program.send("DELETE", BASE + "/" + id + "/draft?version=9", "", "");

        assertThat(List.of(second.statusCode(), late.statusCode(), thrown.statusCode()))
                .containsOnly(409);
        assertThat(body(program.get(BASE + "/" + id + "/draft")).getString("url"))
                .isEqualTo("https://first.example/");
        assertThat(
                        program.send("DELETE", BASE + "/" + id + "/draft?version=1", "", "")
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatWasPublishedMeanwhileIsNotReplacedUnseen() {
        String id = created(integration("Meanwhile", "https://old.example/"));
        put(id, integration("Meanwhile", "https://draft.example/"));
        program.json(
                "PUT",
                BASE + "/" + id,
                integration("Meanwhile", "https://other.example/").encode());

        assertThat(publish(id, "{}").statusCode()).isEqualTo(409);
        assertThat(live(id).getString("url")).isEqualTo("https://other.example/");
        assertThat(publish(id, "{\"replaces\": 2}").statusCode()).isEqualTo(200);
        assertThat(live(id).getString("url")).isEqualTo("https://draft.example/");
    }

    @Test
    void draftsAreCheckedAndStrangersRefused() {
        String id = created(integration("Checked", "https://old.example/"));

        assertThat(put(id, integration("Checked", "javascript:1")).statusCode()).isEqualTo(422);
        assertThat(put("nothing", integration("X", "https://x.example/")).statusCode())
                .isEqualTo(404);
        assertThat(publish(id, "{\"force\": true}").statusCode()).isEqualTo(422);
        assertThat(publish(id, "{\"replaces\": \"x\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void versionsAreListedPageByPageAndComeBackAsTheyWere() {
        String id = created(integration("Versions", "https://one.example/"));
        for (String host : List.of("two", "three")) {
            program.json(
                    "PUT",
                    BASE + "/" + id,
                    integration("Versions", "https://" + host + ".example/").encode());
        }

        JsonObject page = body(program.get(BASE + "/" + id + "/versions?limit=2"));
        JsonObject rest =
                body(
                        program.get(
                                BASE
                                        + "/"
                                        + id
                                        + "/versions?limit=2&cursor="
                                        + page.getString("next")));
        JsonObject first = body(program.get(BASE + "/" + id + "/versions/1"));

        assertThat(numbers(page)).containsExactly(3, 2);
        assertThat(numbers(rest)).containsExactly(1);
        assertThat(rest.getValue("next")).isNull();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("publishedBy"))
                .isEqualTo("api");
        put(id, first.getJsonObject("document"));
        publish(id, "{}");
        assertThat(withoutStamps(live(id)))
                .isEqualTo(withoutStamps(first.getJsonObject("document")));
        assertThat(program.get(BASE + "/" + id + "/versions/99").statusCode()).isEqualTo(404);
        assertThat(program.get(BASE + "/" + id + "/versions/x").statusCode()).isEqualTo(404);
        assertThat(program.get(BASE + "/" + id + "/versions?cursor=x").statusCode()).isEqualTo(400);
        assertThat(program.get(BASE + "/" + id + "/versions?limit=101").statusCode())
                .isEqualTo(400);
    }

    private static List<Integer> numbers(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getInteger("version"))
                .toList();
    }

    private static JsonObject withoutStamps(JsonObject document) {
        JsonObject plain = document.copy();
        List.of("version", "updatedAt", "updatedBy", "warnings").forEach(plain::remove);
        return plain;
    }

    @Test
    void differenceOfTwoVersionsIsToldInWordsAndLines() {
        JsonObject before = integration("Diff", "https://one.example/").put("script", "a\nb\nc");
        String id = created(before);
        JsonObject after =
                before.copy().put("url", "https://two.example/").put("script", "a\nx\nc");
        after.getJsonArray("rules").getJsonObject(0).put("events", new JsonArray().add("ringing"));
        put(id, after);

        JsonObject difference =
                body(program.get(BASE + "/" + id + "/versions/1?against=draft"))
                        .getJsonObject("difference");

        assertThat(difference.getJsonArray("values").getJsonObject(0).encode())
                .isEqualTo(
                        "{\"path\":\"url\",\"before\":\"https://one.example/\",\"after\":\"https://two.example/\"}");
        assertThat(difference.getJsonArray("rules").encode())
                .contains("is answered")
                .contains("rings");
        assertThat(
                        difference.getJsonArray("script").stream()
                                .map(JsonObject.class::cast)
                                .map(each -> each.getString("kind") + each.getString("text")))
                .containsExactly("samea", "removedb", "addedx", "samec");
    }

    @Test
    void everyStepIsInTheAudit() {
        String id = created(integration("Audit", "https://one.example/"));
        put(id, integration("Audit", "https://two.example/"));
        publish(id, "{}");

        List<AuditEntry> entries =
                Await.until(
                        () -> server.audit.list(0, 200).map(all -> of(all, id)),
                        found -> found.size() == 3);

        assertThat(entries)
                .extracting(AuditEntry::what)
                .containsExactly("integration.publish", "draft.update", "integration.create");
        AuditEntry publish = entries.get(0);
        assertThat(publish.who()).isEqualTo("api");
        assertThat(publish.address()).isEqualTo("127.0.0.1");
        assertThat(publish.before()).contains("https://one.example/");
        assertThat(publish.after()).contains("https://two.example/");
    }

    private static List<AuditEntry> of(List<AuditEntry> all, String id) {
        return all.stream().filter(each -> each.object().endsWith("/" + id)).toList();
    }

    private static ScriptReport report(ScriptTrial trial) {
        if (trial.event().isEmpty()) {
            return new ScriptReport("done", List.of(), List.of(), "", 0, 0, 10);
        }
        return new ScriptReport(
                "done",
                List.of(new ScriptLine("log", "hello")),
                List.of(
                        new ScriptCommand(
                                "AgentCTI",
                                new JsonObject()
                                        .put("url", "https://crm.example/s")
                                        .put("peer", "SIP/x")
                                        .put("mode", "new_frame"),
                                ""),
                        new ScriptCommand(
                                "fetch",
                                new JsonObject()
                                        .put("method", "GET")
                                        .put("url", "https://a.example/"),
                                ""),
                        new ScriptCommand(
                                "AgentCTI",
                                new JsonObject().put("url", "javascript:1").put("peer", "SIP/x"),
                                "")),
                "",
                0,
                0,
                11_400);
    }

    private static JsonObject tested(String id, String more) {
        return body(
                program.json(
                        "POST",
                        BASE + "/" + id + "/test",
                        """
                        {"event": {"event": "up", "id": "e1", "pbx": "pbx1", "queue": "Sales", "callernum": "+39",
                                   "uniqueid": "1.1", "peer": "SIP/x"}%s}"""
                                .formatted(more)));
    }

    @Test
    void testOfAScriptSendsNothingUnlessItIsAskedTo() throws InterruptedException {
        server.answerScripts(DraftApiTest::report);
        String id =
                created(
                        integration("Sent", "https://crm.example/")
                                .put("script", "event.up = function (data) {}"));
        server.pops.clear();
        server.notices.clear();
        server.rows.clear();

        BlockingQueue<TraceLine> story = new LinkedBlockingQueue<>();
        await(Topic.TRACE.subscribe(server.vertx, story::add).completion());

        JsonObject dry = tested(id, "");

        assertThat(dry.getBoolean("sent")).isFalse();
        assertThat(dry.getJsonObject("script").getString("state")).isEqualTo("done");
        assertThat(dry.getJsonObject("script").getInteger("micros")).isEqualTo(11_400);
        assertThat(dry.getJsonObject("script").getJsonArray("console").encode())
                .isEqualTo("[{\"level\":\"log\",\"text\":\"hello\"}]");
        assertThat(server.pops).isEmpty();
        assertThat(server.notices).isEmpty();
        assertThat(server.rows).isEmpty();

        assertThat(story).isEmpty();

        JsonObject real = tested(id, ", \"send\": true");

        assertThat(real.getBoolean("sent")).isTrue();
        var page = server.pops.poll(30, TimeUnit.SECONDS);
        assertThat(page.url()).isEqualTo("https://crm.example/");
        assertThat(page.title()).startsWith("Test: ");
        assertThat(page.id()).startsWith("test-");
        assertThat(server.pops.poll(30, TimeUnit.SECONDS).url()).isEqualTo("https://crm.example/s");
        assertThat(server.pops).isEmpty();
        assertThat(server.notices.poll(30, TimeUnit.SECONDS).title()).isEqualTo("Test: Hello");
        assertThat(server.rows.poll(30, TimeUnit.SECONDS).channel().getString("test"))
                .isEqualTo("true");
        TraceLine told = story.poll(30, TimeUnit.SECONDS);
        assertThat(told.call()).isEqualTo("pbx1:1.1");
        assertThat(told.text()).startsWith("test of Sent by api: https://crm.example/");
        assertThat(told.data()).containsEntry("test", "true");
        JsonArray commands = real.getJsonObject("script").getJsonArray("commands");
        assertThat(commands.getJsonObject(0).getString("outcome")).startsWith("opened");
        assertThat(commands.getJsonObject(1).getString("outcome")).contains("not sent");
        assertThat(commands.getJsonObject(2).getString("outcome")).startsWith("refused");
    }

    @Test
    void draftIsTestedInsteadOfWhatIsLive() {
        String id = created(integration("Tried", "https://live.example/"));
        put(id, integration("Tried", "https://draft.example/"));

        assertThat(tested(id, "").encode()).contains("https://live.example/");
        assertThat(tested(id, ", \"draft\": true").encode()).contains("https://draft.example/");
        assertThat(
                        tested(id, ", \"send\": 1")
                                .getJsonObject("error")
                                .getJsonObject("fields")
                                .fieldNames())
                .contains("send");
    }

    @Test
    void testSaysWhenNobodyRunsScripts() {
        String id =
                created(integration("Silent", "https://x.example/").put("script", "event.up = 1"));

        JsonObject script = tested(id, "").getJsonObject("script");

        assertThat(script.getString("state")).isEqualTo("unavailable");
        assertThat(live(id).getString("script")).isEqualTo("event.up = 1");
    }

    @Test
    void shuttleIsShownFirstAndThenMade() {
        JsonObject given =
                new JsonObject(
                        """
                        {"event_type": "up", "queue_name": ["Sales", "Support"], "var_name_array": "shuttlevar",
                         "mode_open": "new_window", "url": "https://crm.example/open", "appname": "Old service"}""");

        HttpResponse<String> shown =
                program.json("POST", BASE + "/import-shuttle?dryRun=true", given.encode());

        assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
        assertThat(body(shown).getJsonArray("variables")).containsExactly("shuttlevar");
        assertThat(body(shown).getJsonObject("difference").getJsonArray("rules").encode())
                .contains("is one of Sales,Support");
        assertThat(program.get("/api/v1/variables").body()).doesNotContain("shuttlevar");
        assertThat(program.get(BASE).body()).doesNotContain("Old service");

        HttpResponse<String> made = program.json("POST", BASE + "/import-shuttle", given.encode());

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = body(made).getString("id");
        assertThat(made.headers().firstValue("Location")).contains(BASE + "/" + id + "/draft");
        assertThat(live(id).getBoolean("enabled")).isFalse();
        assertThat(live(id).getJsonArray("rules")).isEmpty();
        assertThat(body(program.get(BASE + "/" + id + "/draft")).getString("url"))
                .isEqualTo("https://crm.example/open?shuttlevar={shuttlevar}");
        assertThat(publish(id, "{}").statusCode()).isEqualTo(200);
        assertThat(live(id).getBoolean("enabled")).isTrue();
        assertThat(program.get("/api/v1/variables").body()).contains("shuttlevar");
    }

    @Test
    void shuttleSaysWhatIsMissingAtItsField() {
        HttpResponse<String> nothing = program.json("POST", BASE + "/import-shuttle", "{}");
        HttpResponse<String> noUrl =
                program.json("POST", BASE + "/import-shuttle", "{\"event_type\": \"up\"}");
        HttpResponse<String> badUrl =
                program.json(
                        "POST",
                        BASE + "/import-shuttle",
                        "{\"event_type\": \"up\", \"url\": \"javascript:1\"}");

        assertThat(List.of(nothing.statusCode(), noUrl.statusCode(), badUrl.statusCode()))
                .containsOnly(422);
        assertThat(body(nothing).encode()).contains("template");
        assertThat(body(noUrl).encode()).contains("\"url\"");
        assertThat(body(badUrl).encode()).contains("\"url\"");
        assertThat(program.json("POST", BASE + "/import-shuttle?dryRun=maybe", "{}").statusCode())
                .isEqualTo(400);
    }
}
