package io.belfry.adminweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.belfry.core.account.Actor;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.web.Sessions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages in a real Chromium: clicks, typing, keyboard, narrow screens. */
class EditorBrowserTest {
    private static final String PASSWORD = "orchid lantern 74 muddy";
    private static final PbxConfig HQ =
            new PbxConfig("pbx.0", "hq", "10.0.0.9", 5038, "u", "sealed", false, true, "pbx[0]", 0);
    private static Chromium chromium;
    private static AdminServer server;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Chromium.LIMIT_MILLIS);
        chromium = new Chromium();
        server = new AdminServer(HQ);
        await(
                server.accounts.create(
                        new JsonObject()
                                .put("user", "anna")
                                .put("name", "Anna")
                                .put("role", "admin")
                                .put("password", PASSWORD),
                        Actor.SYSTEM));
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

    private static Page loggedIn(int width) {
        Page page = chromium.page(server, width, false);
        page.navigate("/login");
        page.getByLabel("User name").fill("anna");
        page.locator("input[name=password]").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
        page.waitForURL("**/");
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static JsonObject saved(String appname) {
        return new JsonObject(Visitor.program(server).get("/api/v1/integrations").body())
                .getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("appname").equals(appname))
                        .findFirst()
                        .orElseThrow();
    }

    private static void variable(String name, String sample) {
        Visitor.program(server)
                .json(
                        "POST",
                        "/api/v1/variables",
                        new JsonObject().put("name", name).put("sample", sample).encode());
    }

    @Test
    void integrationIsMadeByClicksAndTypingAlone() {
        Page page = loggedIn(1280);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Custom variables"))
                .click();
        page.getByText("Add the first variable")
                .or(page.getByText("New custom variable"))
                .first()
                .click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("ordernumber");
        page.getByLabel("Sample").fill("A-1001");
        button(page, "Save").click();
        assertThat(page.getByText("Saved: ordernumber")).isVisible();

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Integrations")).click();
        page.locator("a[href='/settings/integrations/new']").click();
        page.getByLabel("Name (appname)").fill("Acme CRM");
        page.getByLabel("URL of the page")
                .pressSequentially("https://crm.acme.example/?phone={callernum}&order=");
        page.locator("[data-insert='{ordernumber}']").click();
        Locator verdict = page.locator("#rules-0-result");
        assertThat(verdict)
                .containsText(
                        "would open https://crm.acme.example/?phone=%2B390255512345&order=A-1001");

        page.locator("#rules button[value='add rules[0].all']").click();
        assertThat(page.locator("#rules-0-all-0-field")).isFocused();
        page.locator("#rules-0-all-0-field").selectOption("queue");
        page.locator("#rules-0-all-0-op").selectOption("equals");
        page.locator("#rules-0-all-0-value").fill("sales");
        assertThat(verdict).containsText("queue equals sales");

        page.locator("#sample-queue").fill("Support");
        assertThat(verdict.locator(".verdict-no")).containsText("Support");
        assertThat(verdict).not().containsText("would open");
        page.locator("#sample-queue").fill("sales");
        assertThat(verdict.locator(".verdict-yes").first()).containsText("would open");

        button(page, "Save").click();
        assertThat(page.getByText("Saved: Acme CRM")).isVisible();
        JsonObject integration = saved("Acme CRM");
        assertThat(integration.getString("url"))
                .isEqualTo("https://crm.acme.example/?phone={callernum}&order={ordernumber}");
        assertThat(integration.getJsonArray("variables")).containsExactly("ordernumber");
        assertThat(integration.getJsonArray("rules").getJsonObject(0).getJsonArray("all").encode())
                .isEqualTo("[{\"field\":\"queue\",\"op\":\"equals\",\"value\":\"sales\"}]");
        assertThat(server.pops).isEmpty();
        assertThat(chromium.complaints).noneMatch(each -> each.contains("Content Security"));
    }

    @Test
    void typingErrorIsUnderlinedAndSaysWhatWasMeant() {
        Page page = loggedIn(1280);
        page.navigate("/settings/integrations/new");
        Locator url = page.getByLabel("URL of the page");

        url.pressSequentially("https://crm.example/{callernumm}");

        assertThat(page.locator(".behind u").first()).hasText("{callernumm}");
        assertThat(page.locator("#url-problem")).containsText("callernum");
        url.fill("https://crm.example/{callernum}");
        assertThat(page.locator("#url-problem")).isEmpty();
        assertThat(page.locator("#url").locator("..").locator("u")).hasCount(0);
    }

    @Test
    void rulesAreBuiltWithTheKeyboard() {
        Page page = loggedIn(1280);
        page.navigate("/settings/integrations/new");
        page.getByLabel("Name (appname)").focus();
        page.keyboard().type("Keys");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(page.locator("#url")).isFocused();
        page.keyboard().type("https://crm.example/{callernum}");

        page.locator("#rules button[value='add rules[0].actions notify']").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#rules-0-actions-2-title")).isVisible();
        page.locator("button[value='up rules[0].actions 2']").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("input[name='rules[0].actions[1].type']")).hasValue("notify");
        // the focus goes to the moved action when the new rows have settled, not with their arrival
        page.waitForFunction(
                "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')");
        page.locator("#appname").focus();
        page.keyboard().press("Enter");

        assertThat(page.getByText("Saved: Keys")).isVisible();
        assertThat(
                        saved("Keys")
                                .getJsonArray("rules")
                                .getJsonObject(0)
                                .getJsonArray("actions")
                                .stream()
                                .map(each -> ((JsonObject) each).getString("type")))
                .containsExactly("open", "notify", "realtime");
    }

    @Test
    void firstMistakeHasTheFocusAndTheSummaryLeadsToEach() {
        Page page = loggedIn(1280);
        page.navigate("/settings/integrations/new");
        page.getByLabel("URL of the page").fill("javascript:alert(1)");
        page.locator("#rules button[value='add rules[0].all']").click();
        page.locator("#rules-0-all-0-op").selectOption("gt");
        page.locator("#rules-0-all-0-value").fill("many");
        page.locator("#rules-0-all-0-field").selectOption("holdtime");

        button(page, "Save").click();

        Locator summary = page.locator(".note-bad");
        assertThat(summary).containsText("Nothing was saved");
        assertThat(summary.getByRole(AriaRole.LINK)).hasCount(3);
        assertThat(page.locator("#appname")).isFocused();
        assertThat(page.locator("#rules-0-all-0-value")).hasValue("many");
        summary.getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText("Rule 1"))
                .first()
                .click();
        assertThat(page.locator(":focus")).hasCount(1);
        assertThat(page.locator("[aria-invalid='true']").first()).isVisible();
    }

    @Test
    void sessionThatEndsWhileTypingCostsNothing() {
        Page page = loggedIn(1280);
        page.navigate("/settings/integrations/new");
        page.getByLabel("Name (appname)").fill("Late");
        page.getByLabel("URL of the page").fill("https://crm.example/{callernum}");
        assertThat(page.locator("#rules-0-result")).containsText("would open https://crm.example");

        await(server.sessions.endAllOf(Sessions.Kind.STAFF, "anna"));
        button(page, "Save").click();
        Locator box = page.locator("#login-again");
        assertThat(box).isVisible();
        box.getByLabel("Password").fill("wrong password");
        button(page, "Log in").click();
        assertThat(box.locator(".error")).containsText("not right");
        box.getByLabel("Password").fill(PASSWORD);
        button(page, "Log in").click();

        assertThat(page.getByText("Saved: Late")).isVisible();
        assertThat(saved("Late").getString("url")).isEqualTo("https://crm.example/{callernum}");
    }

    @Test
    void deletionIsAskedForAndUndone() {
        Visitor.program(server)
                .json("POST", "/api/v1/integrations", "{\"appname\": \"Oops\", \"rules\": []}");
        Page page = loggedIn(1280);
        page.navigate("/settings/integrations");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete Oops…"))
                .click();
        Locator dialog = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(dialog).containsText("Delete Oops?");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete")).click();
        assertThat(page.getByText("Oops is deleted.")).isVisible();
        button(page, "Undo").click();

        assertThat(page.getByText("Oops is back.")).isVisible();
        assertThat(saved("Oops").getLong("version")).isEqualTo(1);
    }

    @Test
    void connectionTestShowsItsStepsInThePage() {
        Page page = loggedIn(1280);
        page.navigate("/settings/pbxs/pbx.0");

        button(page, "Test connection").click();

        assertThat(page.locator("#test .is-yes")).containsText("connected");
        assertThat(page.locator("#name")).hasValue("hq");
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "360, false", "360, true"})
    void pagesFitTheirScreenAndNothingIsForbidden(int width, boolean dark) {
        variable("longest", "x");
        chromium.complaints.clear();
        Page page = chromium.page(server, width, dark);
        page.request().post("/enter/ADMIN");

        for (String path :
                List.of(
                        "/",
                        "/settings/integrations",
                        "/settings/integrations/new",
                        "/settings/variables",
                        "/settings/variables/new",
                        "/settings/agents",
                        "/settings/agents/new",
                        "/settings/pbxs",
                        "/settings/pbxs/new",
                        "/settings/pbxs/pbx.0",
                        "/settings/users",
                        "/settings/users/new",
                        "/account")) {
            page.navigate(path);
            page.waitForLoadState();
            assertThat((Integer) page.evaluate(TOO_WIDE)).as(path + " at " + width).isZero();
            assertThat((List<?>) page.evaluate(UNLABELLED)).as(path).isEmpty();
            assertThat((List<?>) page.evaluate(TOO_SMALL)).as(path).isEmpty();
        }

        assertThat(chromium.complaints).isEmpty();
        page.context().close();
    }

    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static final String UNLABELLED =
            """
            [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
              .filter(e => !e.closest('[aria-hidden=true], [hidden], dialog') && e.tabIndex >= 0)
              .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')))
              .map(e => e.outerHTML)""";

    /** Smaller than 24 px can not be hit well; links in running text may be. */
    private static final String TOO_SMALL =
            """
            [...document.querySelectorAll('button, select, input:not([type=hidden]), a.button')]
              .filter(e => e.offsetParent && e.tabIndex >= 0 && !e.closest('label, dialog'))
              .map(e => [e, e.getBoundingClientRect()])
              .filter(([e, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
              .map(([e, box]) => e.outerHTML + box.width + 'x' + box.height)""";

    @Test
    void firstStartInABrowserEndsOnTheOverview() {
        try (AdminServer fresh = new AdminServer()) {
            String token = await(fresh.accounts.setup().issue());
            Page page = chromium.page(fresh, 1280, false);

            page.navigate("/setup?token=" + token);
            page.locator("#user").fill("anna");
            page.locator("#name").fill("Anna");
            page.locator("#password").fill(PASSWORD);
            page.locator("#again").fill(PASSWORD);
            button(page, "Create the administrator").click();

            assertThat(page).hasURL(Pattern.compile(".*/$"));
            assertThat(page.getByText("From nothing to the first page")).isVisible();
            page.context().close();
        }
    }
}
