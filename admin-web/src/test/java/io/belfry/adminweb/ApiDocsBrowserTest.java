package io.belfry.adminweb;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** REST is read and tried in the page. */
class ApiDocsBrowserTest {
    private static final ContainsTextOptions PATIENT =
            new ContainsTextOptions().setTimeout(Chromium.LIMIT_MILLIS);

    private static AdminServer server;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        server = new AdminServer();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    private static Page docs() {
        Page page = chromium.page(server, 1280, false);
        page.navigate("/login");
        page.evaluate("() => fetch('/enter/ADMIN', { method: 'POST' })");
        page.navigate("/api/docs");
        return page;
    }

    /** An operation, opened. */
    private static Locator operation(Page page, String id) {
        Locator operation = page.locator("#" + id);
        operation.locator("summary").first().click();
        return operation;
    }

    private static void send(Locator operation) {
        operation
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send"))
                .click();
    }

    @Test
    void aThingIsMadeWithTheSessionAndReadWithAToken() {
        Page page = docs();
        Locator create = operation(page, "createVariable");
        create.locator("[data-body]").fill("{\"name\": \"tried\", \"sample\": \"<b>1</b>\"}");

        send(create);
        assertThat(create.locator("[data-status]")).containsText("201", PATIENT);
        assertThat(create.locator("[data-answer]")).containsText("<b>1</b>", PATIENT);
        page.locator("#token").fill(AdminServer.TOKEN);
        Locator list = operation(page, "listVariables");
        list.locator("[data-name=limit]").fill("1");
        send(list);

        assertThat(list.locator("[data-status]")).containsText("200", PATIENT);
        assertThat(list.locator("[data-answer]")).containsText("\"tried\"", PATIENT);
        assertThat(chromium.complaints).isEmpty();
    }

    @Test
    void aRefusalIsShownAsItCame() {
        Page page = docs();
        page.locator("#token").fill("bfy_wrong");
        Locator list = operation(page, "listUsers");

        send(list);

        assertThat(list.locator("[data-status]")).containsText("401", PATIENT);
        assertThat(list.locator("[data-answer]")).containsText("unauthorized", PATIENT);
        // a browser notes each refusal by itself
        chromium.complaints.removeIf(each -> each.contains("status of 401"));
    }

    @Test
    void everyResourceAndItsNeedsAreThereWithoutScript() {
        String page = Visitor.supervisor(server).get("/api/docs").body();

        assertThat(page).contains("id=\"listIntegrations\"", "id=\"createToken\"", "settings");
        assertThat(page).contains("rules[].actions[].url").doesNotContain("??");
    }
}
