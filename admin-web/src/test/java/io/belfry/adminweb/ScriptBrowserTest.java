package io.belfry.adminweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptTrial;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script's field, drafts, tests and the import in a real Chromium. */
class ScriptBrowserTest {
    private static final String LIST = "/settings/integrations";
    private static final String EVIL = "\"><img src=x onerror=alert(1)> " + "W".repeat(60);
    private static Chromium chromium;
    private static AdminServer server;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.LIMIT_MILLIS);
        chromium = new Chromium();
        server = new AdminServer();
    }

    @AfterEach
    void quiet() {
        server.forgetScripts();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Page open(String path) {
        return open(path, 1280, false);
    }

    private static Page open(String path, int width, boolean dark) {
        Page page = chromium.page(server, width, dark);
        page.request().post("/enter/ADMIN");
        page.navigate(path);
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String created(JsonObject document) {
        return new JsonObject(
                        Visitor.program(server)
                                .json("POST", "/api/v1/integrations", document.encode())
                                .body())
                .getString("id");
    }

    private static JsonObject integration(String appname) {
        return new JsonObject(
                        """
                {"appname": "", "url": "https://crm.example/{callernum}",
                 "rules": [{"name": "Pop", "events": ["up"], "actions": [{"type": "open"}]}]}""")
                .put("appname", appname);
    }

    @Test
    void everyLineHasANumberAndTheNumbersScrollWithTheText() {
        Page page = open(LIST + "/new");
        Locator field = page.locator("#script");

        field.fill("a\n".repeat(99) + "last");

        assertThat(page.locator(".gutter > span").first()).containsText("100");
        field.evaluate("field => { field.scrollTop = 400; }");
        page.waitForFunction(
                "() => document.querySelector('.gutter > span').style.transform.includes('-400px')");
        assertThat(chromium.complaints).noneMatch(each -> each.contains("Content Security"));
        page.context().close();
    }

    @Test
    void tabIndentsAndEscapeThenTabLeavesTheField() {
        Page page = open(LIST + "/new");
        Locator field = page.locator("#script");
        field.focus();

        page.keyboard().type("event.up = {");
        page.keyboard().press("Enter");
        page.keyboard().type("a");
        page.keyboard().press("Tab");
        assertThat(field).hasValue("event.up = {\n  a  ");
        page.keyboard().press("Shift+Tab");
        assertThat(field).hasValue("event.up = {\na  ");
        assertThat(field).isFocused();

        page.keyboard().press("Escape");
        page.keyboard().press("Tab");

        assertThat(page.locator("#script-example")).isFocused();
        field.focus();
        page.keyboard().press("Escape");
        page.keyboard().press("Shift+Tab");
        assertThat(field).not().isFocused();
        assertThat(field).hasValue("event.up = {\na  ");
        page.context().close();
    }

    private static ScriptReport wrongAtLine40(ScriptTrial trial) {
        return new ScriptReport(
                "failed",
                List.of(new ScriptLine("error", "<img src=x onerror=alert(1)>")),
                List.of(),
                "Expected ; but found }",
                40,
                7,
                12_300);
    }

    @Test
    void testMarksTheLineThatIsWrongAndShowsConsoleAndTime() {
        server.answerScripts(ScriptBrowserTest::wrongAtLine40);
        Page page = open(LIST + "/new");
        page.locator("#appname").fill("Marked");
        page.locator("#script").fill("//\n".repeat(60));

        button(page, "Test").click();

        Locator result = page.locator("#test-result");
        assertThat(result).containsText("13 of 250 ms");
        assertThat(result).containsText("line 40, column 7:");
        assertThat(result).containsText("<img src=x onerror=alert(1)>");
        Locator mark = page.locator(".gutter-mark");
        assertThat(mark).hasText("40");
        assertThat(mark).isVisible();
        assertThat((Boolean) mark.evaluate(IN_THE_GUTTER)).isTrue();
        page.locator("#script").press("End");
        page.keyboard().type("x");
        assertThat(mark).isHidden();
        page.context().close();
    }

    private static final String IN_THE_GUTTER =
            """
            mark => {
              const box = mark.getBoundingClientRect();
              const gutter = mark.parentElement.getBoundingClientRect();
              return box.top >= gutter.top - 1 && box.bottom <= gutter.bottom + 1;
            }""";

    @Test
    void draftIsSavedLookedAtAndPublishedByClicks() {
        String id = created(integration("Clicks"));
        Page page = open(LIST + "/" + id);
        assertThat(page.locator("[data-unsaved]")).isEmpty();
        page.locator("#script-example").selectOption("notification");
        button(page, "Insert").click();
        assertThat(page.locator("[data-unsaved]")).hasText("Not saved yet");

        button(page, "Save draft").click();
        assertThat(page.getByText("The draft of Clicks is saved.")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("See what changes"))
                .click();
        assertThat(page.locator(".diff-added").first()).containsText("Tells the agent");
        button(page, "Publish now").click();

        assertThat(page.getByText("Clicks is published: version 2.")).isVisible();
        assertThat(
                        new JsonObject(
                                        Visitor.program(server)
                                                .get("/api/v1/integrations/" + id)
                                                .body())
                                .getString("script"))
                .isEqualTo(ScriptExamples.find("notification").orElseThrow().source());
        page.context().close();
    }

    /** The functions that a script has, told apart by their first word. */
    private static final String STAND_IN =
            """
            async ([source, data]) => {
              const calls = [];
              const event = {};
              const note = (name) => (...values) => calls.push([name, ...values.map((v) => v === data ? 'data' : v)]);
              const fetch = async (url, options) => {
                calls.push(['fetch', url, options.method, options.body]);
                return { ok: true, status: 201, json: async () => ({ id: 'R-7' }) };
              };
              new Function('event', 'wakeup', 'notification', 'pushevent', 'fetch', 'integration', source)(
                event, note('wakeup'), note('notification'), note('pushevent'), fetch, { appname: 'Acme' });
              await event[data.event]?.(data);
              return JSON.stringify(calls);
            }""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    sales        | {"event": "up", "queue": "Sales", "ordernumber": "A 1", "peer": "P"} | [["wakeup","https://crm.example.com/orders?number=A%201","P","new_tab"]]
                    sales        | {"event": "up", "queue": "Support", "peer": "P"} | []
                    notification | {"event": "ringing", "queue": "Sales", "callername": "", "callernum": "02", "peer": "P"} | [["notification","P","info","Call for Sales","02"]]
                    record       | {"event": "up", "callernum": "02", "agentname": "John"} | [["fetch","https://crm.example.com/api/records","POST","{\\"phone\\":\\"02\\",\\"agent\\":\\"John\\"}"],["pushevent","Acme","data","R-7","https://crm.example.com/records/R-7"]]
                    """)
    void examplesDoWhatTheySay(String key, String event, String expected) {
        Page page = chromium.page(server, 800, false);
        String source = ScriptExamples.find(key).orElseThrow().source();

        Object calls = page.evaluate(STAND_IN, List.of(source, new JsonObject(event).getMap()));

        assertThat(calls).isEqualTo(expected);
        page.context().close();
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "360, false", "360, true"})
    void pagesFitTheirScreenAndNothingIsForbidden(int width, boolean dark) {
        server.answerScripts(ScriptBrowserTest::hostile);
        String id = hostileIntegration("Fit " + width + dark + " " + EVIL);
        server.scriptStates =
                List.of(new ScriptState(id, "paused", EVIL, "2026-11-22T10:10:00Z", 3, 9, 4));
        chromium.complaints.clear();
        Page page = open("/", width, dark);

        for (String path :
                List.of(
                        LIST,
                        LIST + "/" + id,
                        LIST + "/" + id + "/publish",
                        LIST + "/" + id + "/versions",
                        LIST + "/" + id + "/versions/1",
                        LIST + "/import")) {
            page.navigate(path);
            page.waitForLoadState();
            fits(page, path);
        }
        page.navigate(LIST + "/" + id);
        button(page, "Test").click();
        assertThat(page.locator("#test-result")).containsText("ran to its end");
        fits(page, "test");
        page.navigate(LIST + "/import");
        page.locator("#template")
                .fill("var fs = require('fs');\nevent.up = function (data) {};\n// " + EVIL);
        page.locator("#appname").fill(EVIL.substring(0, 90));
        button(page, "Show what would be made").click();
        assertThat(page.locator("#proposal-title")).isVisible();
        fits(page, "proposal");

        assertThat(chromium.complaints).isEmpty();
        page.context().close();
    }

    private static ScriptReport hostile(ScriptTrial trial) {
        return new ScriptReport(
                "done",
                List.of(new ScriptLine("log", EVIL)),
                List.of(
                        new ScriptCommand(
                                "AgentCTI",
                                new JsonObject()
                                        .put("url", EVIL)
                                        .put("peer", EVIL)
                                        .put("mode", EVIL),
                                EVIL)),
                "",
                0,
                0,
                900);
    }

    private static String hostileIntegration(String appname) {
        JsonObject document =
                integration(appname.substring(0, Math.min(100, appname.length())))
                        .put("script", "event.up = 1; // " + EVIL);
        document.getJsonArray("rules").getJsonObject(0).put("name", EVIL.substring(0, 90));
        String id = created(document);
        Visitor.program(server)
                .json(
                        "PUT",
                        "/api/v1/integrations/" + id + "/draft",
                        document.copy()
                                .put("url", "https://crm.example/" + "w".repeat(120))
                                .put("script", "event.up = 2; // " + EVIL + "\n")
                                .encode());
        return id;
    }

    private static void fits(Page page, String what) {
        assertThat(
                        (Integer)
                                page.evaluate(
                                        "document.documentElement.scrollWidth"
                                                + " - document.documentElement.clientWidth"))
                .as(what + " at " + page.viewportSize().width)
                .isZero();
        assertThat(page.locator("img[src=x]").count()).as(what).isZero();
    }
}
