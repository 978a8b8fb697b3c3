package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptTrial;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Draft, publish, versions, script, test and import as a browser without script uses them. */
class DraftPagesTest {
    private static final String LIST = "/settings/integrations";
    private static AdminServer server;
    private static Visitor admin;

    @BeforeAll
    static void start() {
        server = new AdminServer();
        admin = Visitor.admin(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void quiet() {
        server.forgetScripts();
    }

    private static String[] form(String appname, String url, String... more) {
        return Stream.concat(
                        Stream.of(
                                "appname",
                                appname,
                                "enabled",
                                "on",
                                "url",
                                url,
                                "rules[0].name",
                                "Pop",
                                "rules[0].enabled",
                                "on",
                                "rules[0].events",
                                "up",
                                "rules[0].actions[0].type",
                                "open",
                                "rules[0].actions[0].mode",
                                "new_tab"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Creates one that is live, and says its page. */
    private static String live(String appname, String url, String... more) {
        HttpResponse<String> made = admin.post(LIST, form(appname, url, more));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        Matcher id =
                Pattern.compile(
                                "data-id=\"([^\"]+)\"(?:(?!data-id).)*?>" + appname + "<",
                                Pattern.DOTALL)
                        .matcher(admin.get(LIST).body());
        assertThat(id.find()).isTrue();
        return LIST + "/" + id.group(1);
    }

    private static JsonObject document(String page, String more) {
        return new JsonObject(
                Visitor.program(server).get(page.replace("/settings", "/api/v1") + more).body());
    }

    private static String words(String html) {
        return html.replaceAll("(?s)<(script|style).*?</\\1>", "")
                .replaceAll("<[^>]*>", " ")
                .replace("&#39;", "'")
                .replace("&gt;", ">")
                .replaceAll("\\s+", " ");
    }

    private static String location(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(words(response.body())).isEqualTo(303);
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String hidden(String html, String name) {
        Matcher value = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(html);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }

    @Test
    void whatIsSavedOfALiveIntegrationIsADraftUntilItIsPublished() {
        String page = live("Drafted", "https://old.example/");

        String next =
                location(
                        admin.post(
                                page,
                                form(
                                        "Drafted",
                                        "https://new.example/",
                                        "version",
                                        "0",
                                        "basedOn",
                                        "1")));

        assertThat(next).isEqualTo(page);
        String editor = words(admin.get(page).body());
        assertThat(editor)
                .contains("The draft of Drafted is saved")
                .contains("Unpublished changes saved by anna")
                .contains("Calls use version 1 until you publish");
        assertThat(words(admin.get(LIST).body())).contains("Drafted unpublished changes");
        assertThat(document(page, "").getString("url")).isEqualTo("https://old.example/");

        String look = admin.get(page + "/publish").body();
        assertThat(words(look))
                .contains("Publish Drafted")
                .contains("URL https://old.example/ https://new.example/");
        String done =
                location(
                        admin.post(
                                page + "/publish",
                                "version",
                                hidden(look, "version"),
                                "replaces",
                                hidden(look, "replaces")));
        assertThat(done).isEqualTo(LIST);
        assertThat(words(admin.get(LIST).body())).contains("Drafted is published: version 2.");
        assertThat(document(page, "").getString("url")).isEqualTo("https://new.example/");
        assertThat(location(admin.get(page + "/publish"))).isEqualTo(page);
    }

    @Test
    void buttonPublishSavesTheDraftAndShowsWhatChanges() {
        String page = live("Button", "https://old.example/");

        String next =
                location(
                        admin.post(
                                page,
                                form(
                                        "Button",
                                        "https://old.example/",
                                        "version",
                                        "0",
                                        "basedOn",
                                        "1",
                                        "rules[0].all[0].field",
                                        "queue",
                                        "rules[0].all[0].op",
                                        "equals",
                                        "rules[0].all[0].value",
                                        "Sales",
                                        "step",
                                        "publish")));

        assertThat(next).isEqualTo(page + "/publish");
        assertThat(words(admin.get(next).body())).contains("+ added and queue equals Sales");
    }

    @Test
    void newIntegrationCanBeginAsADraft() {
        String page =
                location(
                        admin.post(LIST, form("Begun", "https://begun.example/", "step", "draft")));

        assertThat(words(admin.get(LIST).body())).contains("Begun not published yet");
        assertThat(document(page, "").getBoolean("enabled")).isFalse();
        String look = admin.get(page + "/publish").body();
        admin.post(
                page + "/publish",
                "version",
                hidden(look, "version"),
                "replaces",
                hidden(look, "replaces"));
        assertThat(document(page, "").getBoolean("enabled")).isTrue();
    }

    @Test
    void discardedDraftIsOfferedBack() {
        String page = live("Thrown", "https://old.example/");
        admin.post(page, form("Thrown", "https://new.example/", "version", "0", "basedOn", "1"));

        String list = admin.get(location(admin.post(page + "/discard", "version", "1"))).body();

        assertThat(words(list)).contains("The draft of Thrown is deleted.");
        admin.post("/settings/undo", "undo", hidden(list, "undo"));
        assertThat(document(page, "/draft").getString("url")).isEqualTo("https://new.example/");
    }

    @Test
    void whoPublishesWhatSomebodyElseChangedIsShownItFirst() {
        String page = live("Shown", "https://old.example/");
        admin.post(page, form("Shown", "https://mine.example/", "version", "0", "basedOn", "1"));
        String look = admin.get(page + "/publish").body();
        Visitor.program(server)
                .json(
                        "PUT",
                        page.replace("/settings", "/api/v1"),
                        document(page, "").put("url", "https://theirs.example/").encode());

        String next =
                location(
                        admin.post(
                                page + "/publish",
                                "version",
                                hidden(look, "version"),
                                "replaces",
                                hidden(look, "replaces")));

        String again = admin.get(next).body();
        assertThat(words(again))
                .contains("Nothing was published: api has saved meanwhile")
                .contains("api published version 2 after this draft was begun from version 1")
                .contains("https://theirs.example/");
        admin.post(
                page + "/publish",
                "version",
                hidden(again, "version"),
                "replaces",
                hidden(again, "replaces"));
        assertThat(document(page, "").getString("url")).isEqualTo("https://mine.example/");
    }

    @Test
    void versionIsLookedAtAndMadeTheDraft() {
        String page = live("Back", "https://one.example/", "script", "event.up = one;\n");
        Visitor.program(server)
                .json(
                        "PUT",
                        page.replace("/settings", "/api/v1"),
                        document(page, "")
                                .put("url", "https://two.example/")
                                .put("script", "event.up = two;\n")
                                .encode());

        String versions = words(admin.get(page + "/versions").body());
        String first = admin.get(page + "/versions/1?against=2").body();

        assertThat(versions).contains("2 versions are kept, 100 at most").contains("2 live");
        assertThat(words(first))
                .contains("What differs from version 2")
                .contains("− removed event.up = two;")
                .contains("+ added event.up = one;");
        String next =
                location(admin.post(page + "/versions/1/restore", "draft", hidden(first, "draft")));
        assertThat(next).isEqualTo(page + "/publish");
        assertThat(document(page, "/draft").getString("script")).isEqualTo("event.up = one;\n");
        assertThat(document(page, "").getString("url")).isEqualTo("https://two.example/");
        assertThat(admin.get(page + "/versions/77").statusCode()).isEqualTo(404);
    }

    @Test
    void versionThatNamesWhatIsGoneIsShownInTheEditorToBeMended() {
        admin.post("/settings/variables", "name", "shortlived");
        String page = live("Mended", "https://one.example/{shortlived}");
        Visitor.program(server)
                .json(
                        "PUT",
                        page.replace("/settings", "/api/v1"),
                        document(page, "")
                                .put("url", "https://x.example/")
                                .put("variables", List.of())
                                .encode());
        String gone =
                new JsonObject(Visitor.program(server).get("/api/v1/variables").body())
                        .getJsonArray("items").stream()
                                .map(JsonObject.class::cast)
                                .filter(each -> each.getString("name").equals("shortlived"))
                                .findFirst()
                                .orElseThrow()
                                .getString("id");
        Visitor.program(server).send("DELETE", "/api/v1/variables/" + gone, "", "");

        HttpResponse<String> shown = admin.post(page + "/versions/1/restore", "draft", "0");

        assertThat(shown.statusCode()).isEqualTo(422);
        assertThat(words(shown.body())).contains("shortlived");
        assertThat(shown.body()).contains("https://one.example/{shortlived}");
    }

    private static ScriptReport wrong(ScriptTrial trial) {
        return new ScriptReport("failed", List.of(), List.of(), "Expected ; but found }", 3, 7, 40);
    }

    @Test
    void scriptThatDoesNotCompileStaysADraftWithTheErrorAtItsLine() {
        server.answerScripts(DraftPagesTest::wrong);
        String page = live("Wrong", "https://old.example/");
        String[] scripted =
                form(
                        "Wrong",
                        "https://old.example/",
                        "version",
                        "0",
                        "basedOn",
                        "1",
                        "script",
                        "event.up = (\r\n\r\n}");

        String next = location(admin.post(page, scripted));
        String editor = admin.get(next).body();
        HttpResponse<String> published =
                admin.post(page + "/publish", "version", "1", "replaces", "1");

        assertThat(words(editor))
                .contains("its script can not be published yet: line 3, column 7: Expected ;");
        assertThat(editor).contains("data-line=\"3\"").contains("event.up = (\n\n}");
        assertThat(published.statusCode()).isEqualTo(422);
        assertThat(published.body()).contains("data-line=\"3\"");
        assertThat(words(published.body())).contains("Script: line 3, column 7: Expected ;");
        assertThat(document(page, "").getString("script")).isEmpty();
    }

    @Test
    void hostThatIsNoneIsRefusedAtItsField() {
        String page = live("Hosts", "https://old.example/");

        HttpResponse<String> refused =
                admin.post(
                        page,
                        form(
                                "Hosts",
                                "https://old.example/",
                                "version",
                                "0",
                                "scriptHosts",
                                "crm.example\r\nhttps://x/"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(words(refused.body())).contains("must be a host like");
        assertThat(refused.body()).contains("crm.example\nhttps://x/");
    }

    @Test
    void exampleIsAddedBelowWhatIsThere() {
        String page =
                admin.post(
                                LIST,
                                form(
                                        "Example",
                                        "https://x.example/",
                                        "script",
                                        "// mine",
                                        "example",
                                        "sales",
                                        "step",
                                        "example"))
                        .body();

        assertThat(page)
                .contains("\n// mine\n\n// Opens the order")
                .contains("data.queue !== &#39;Sales&#39;");
        assertThat(words(admin.get(LIST).body())).doesNotContain("Example");
    }

    private static ScriptReport works(ScriptTrial trial) {
        return new ScriptReport(
                "done",
                List.of(new ScriptLine("warn", "<b>no order</b>")),
                List.of(
                        new ScriptCommand(
                                "AgentCTI",
                                new JsonObject()
                                        .put(
                                                "url",
                                                "https://crm.example/?q="
                                                        + trial.event().getString("queue"))
                                        .put("peer", "PJSIP/john.doe")
                                        .put("mode", "new_tab"),
                                ""),
                        new ScriptCommand(
                                "RealtimeCTI",
                                new JsonObject().put("type", "Acme").put("reference", "T-1"),
                                "the url is missing")),
                "",
                0,
                0,
                11_500);
    }

    @Test
    void testShowsWhatRulesAndScriptWouldDoAndSendsNothing() {
        server.answerScripts(DraftPagesTest::works);
        server.pops.clear();

        String page =
                admin.post(
                                LIST,
                                form(
                                        "Tested",
                                        "https://crm.example/{callernum|digits}",
                                        "script",
                                        "event.up = 1;",
                                        "sample",
                                        "up",
                                        "sample.queue",
                                        "Support",
                                        "step",
                                        "test"))
                        .body();

        assertThat(words(page))
                .contains("Nothing was sent")
                .contains("Pop would open https://crm.example/390255512345")
                .contains("ran to its end 12 of 250 ms")
                .contains("would open https://crm.example/?q=Support at PJSIP/john.doe: New tab")
                .contains(
                        "would add a row in Realtime: Acme, reference T-1, – · would be refused: the url is missing")
                .contains("warn &lt;b>no order&lt;/b>");
        assertThat(server.pops).isEmpty();
        assertThat(words(admin.get(LIST).body())).doesNotContain("Tested");
    }

    @Test
    void testReallySendsOnlyWithTheTickAndMarksIt() throws InterruptedException {
        server.pops.clear();

        String part =
                admin.post(
                                LIST + "/test",
                                form("Sent", "https://crm.example/", "sample", "up", "send", "on"))
                        .body();

        assertThat(words(part))
                .contains("Really sent, marked as a test")
                .contains("outcome: opened");
        assertThat(server.pops.poll(30, TimeUnit.SECONDS).title()).startsWith("Test: ");
        assertThat(part).doesNotContain("<html");
    }

    @Test
    void testSaysInWordsWhenNobodyRunsScripts() {
        String part =
                admin.post(
                                LIST + "/test",
                                form("Silent", "https://x.example/", "script", "event.up = 1;"))
                        .body();

        assertThat(words(part))
                .contains("Scripts can not be tried right now. You can save all the same.");
    }

    @Test
    void pausedScriptIsToldInTheListTheEditorAndTheOverview() {
        String page = live("Paused", "https://x.example/", "script", "event.up = 1;");
        String id = page.substring(page.lastIndexOf('/') + 1);
        server.scriptStates =
                List.of(
                        new ScriptState(
                                id, "paused", "stopped 3 times", "2026-11-22T10:10:00Z", 3, 12, 4));

        assertThat(words(admin.get(LIST).body())).contains("Paused script paused");
        assertThat(words(admin.get("/").body()))
                .contains("Paused: the script is paused. stopped 3 times");
        assertThat(words(admin.get(page).body()))
                .contains("The script is paused. stopped 3 times")
                .contains("12 calls of its handlers, 4 failed. Stopped in the last 10 minutes: 3.")
                .contains("Try again now");

        assertThat(location(admin.post(page + "/resume"))).isEqualTo(page);
        assertThat(words(admin.get(page).body()))
                .contains("The script runs again.")
                .doesNotContain("Try again now");
    }

    @Test
    void shuttleIsShownAndMade() {
        String[] given = {
            "template",
            "var fs = require('fs');\r\nevent.up = function (data) { wakeup('https://x/', data.peer, 'new_tab'); };\r\n",
            "appname",
            "Old script"
        };

        HttpResponse<String> shown = admin.post(LIST + "/import", given);

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(words(shown.body()))
                .contains("What would be made: Old script")
                .contains("Line 1: There is no module fs.")
                .contains("The program becomes the script, with handlers for: up.")
                .contains("+ added event.up = function (data)");
        assertThat(words(admin.get(LIST).body())).doesNotContain("Old script");
        String page =
                location(
                        admin.post(
                                LIST + "/import",
                                Stream.concat(Stream.of(given), Stream.of("step", "make"))
                                        .toArray(String[]::new)));
        assertThat(words(admin.get(page).body())).contains("The draft of Old script is made");
        assertThat(document(page, "/draft").getString("script"))
                .isEqualTo(
                        "var fs = require('fs');\nevent.up = function (data) { wakeup('https://x/', data.peer, 'new_tab'); };\n");
        assertThat(words(admin.get(LIST).body())).contains("Old script not published yet");
    }

    @Test
    void shuttleSaysWhatIsMissingAtItsField() {
        HttpResponse<String> nothing = admin.post(LIST + "/import", "template", "<b>hello</b>");
        HttpResponse<String> noUrl = admin.post(LIST + "/import", "event_type", "up");

        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(words(nothing.body())).contains("no handler and no old parameter was found");
        assertThat(nothing.body()).doesNotContain("<b>hello");
        assertThat(noUrl.statusCode()).isEqualTo(422);
        assertThat(words(noUrl.body())).contains("the address of the page that opens is needed");
    }
}
