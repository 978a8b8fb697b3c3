package io.belfry.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserContext.ClearCookiesOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;

/** People at their screens: all that happens to the server's pages is clicked and typed. */
final class PagesByHand {
    /**
     * Notes in each page when somebody clicked or typed, and for each window and frame that the
     * page opens by itself whether a click counted then, how long the last one was ago, and what
     * came of it.
     */
    private static final String WATCH =
            """
            window.acted = Date.now();
            for (const kind of ["pointerdown", "click", "keydown"]) addEventListener(kind, () => (window.acted = Date.now()), true);
            window.opened = [];
            const note = (how, got) => window.opened.push({ how, got, clickCounts: navigator.userActivation.isActive, idle: Date.now() - window.acted });
            const real = window.open;
            window.open = function (...wanted) {
              const entry = note(wanted[0] || "window", false);
              const window_ = real.apply(window, wanted);
              window.opened[entry - 1].got = window_ !== null;
              return window_;
            };
            new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) =>
              node.querySelectorAll && [node, ...node.querySelectorAll("iframe")].filter((each) => each.tagName === "IFRAME").forEach(() => note("frame", true)))))
              .observe(document, { childList: true, subtree: true });
            """;

    /** The page's own probing for the permission is no page for a call. */
    private static final String OPENED =
            "() => window.opened.filter(each => !each.how.startsWith('/agent/'))";

    private static final String LONG_AFTER_THE_LAST_CLICK =
            "() => !navigator.userActivation.isActive && Date.now() - window.acted > 6000";

    private static final double LIMIT_MILLIS = 30_000;

    private final BrowserContext browser;

    PagesByHand(BrowserContext browser) {
        this.browser = browser;
        browser.setDefaultTimeout(LIMIT_MILLIS);
        browser.addInitScript(WATCH);
    }

    /** An administrator or a supervisor comes in. */
    void logIn(Page page, String origin, String user) {
        page.navigate(origin + "/login");
        page.getByLabel("User name").pressSequentially(user);
        page.locator("input[name=password]").pressSequentially(TestServer.PASSWORD);
        button(page, "Log in").click();
        page.waitForURL(origin + "/");
    }

    void customVariable(Page page, String name, String sample) {
        link(page, "Custom variables").click();
        page.locator("main a[href='/settings/variables/new']").first().click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .pressSequentially(name);
        page.getByLabel("Sample").pressSequentially(sample);
        button(page, "Save").click();
        assertThat(page.getByText("Saved: " + name)).isVisible();
    }

    /** One rule: when a call of the queue is answered, open the page so and write a row. */
    void integration(Page page, String name, String url, String mode, String queue) {
        link(page, "Integrations").click();
        page.locator("main a[href='/settings/integrations/new']").first().click();
        page.getByLabel("Name (appname)").pressSequentially(name);
        page.getByLabel("URL of the page").pressSequentially(url + "?phone=");
        page.locator("[data-insert='{callernum}']").click();
        page.keyboard().type("&order=");
        page.locator("[data-insert='{ordernumber}']").click();
        Locator verdict = page.locator("#rules-0-result");
        assertThat(verdict).containsText("would open " + url + "?phone=%2B390255512345&order=A-1");

        page.locator("button[value='add rules[0].all']").click();
        page.locator("#rules-0-all-0-field").selectOption("queue");
        page.locator("#rules-0-all-0-op").selectOption("equals");
        page.locator("#rules-0-all-0-value").pressSequentially(queue);
        page.locator("button[value='add rules[0].all']").click();
        page.locator("#rules-0-all-1-field").selectOption("ordernumber");
        page.locator("#rules-0-all-1-op").selectOption("startsWith");
        page.locator("#rules-0-all-1-value").pressSequentially("A-");
        page.locator("#rules-0-actions-0-mode").selectOption(mode);
        page.locator("#rules-0-actions-1-reference").pressSequentially("{ordernumber}");
        assertThat(verdict).containsText("queue equals " + queue);
        button(page, "Save").click();
        assertThat(page.getByText("Saved: " + name)).isVisible();
    }

    /** An agent comes to the place where somebody else may have worked before. */
    Page agentPage(String origin, String user) {
        browser.clearCookies(new ClearCookiesOptions().setName("belfry_agent"));
        Page page = browser.newPage();
        page.navigate(origin + "/agent");
        page.locator("input[name=username]").pressSequentially(user);
        page.locator("input[name=password]").pressSequentially(TestServer.PASSWORD);
        button(page, "Log in").click();
        page.waitForSelector("[data-live=live]");
        return page;
    }

    /**
     * @param opens what must work then: allowed, work_window
     */
    void startWork(Page page, String opens) {
        page.click("#start [data-action=start-work]");
        page.waitForSelector("#opens[data-opens=" + opens + "]");
    }

    /** By the browser's own clock. From here on nobody may ask the page: that would count again. */
    static void untilNoClickCounts(Page page) {
        page.waitForFunction(
                LONG_AFTER_THE_LAST_CLICK,
                null,
                new WaitForFunctionOptions().setPollingInterval(200).setTimeout(LIMIT_MILLIS));
    }

    /**
     * What a page opened, or tried to, by itself.
     *
     * @param how "window", an address, or "frame"
     * @param clickCounts whether the browser took it as asked for by a click
     * @param idle milliseconds since the last click
     */
    record Opened(String how, boolean got, boolean clickCounts, long idle) {}

    static List<Opened> opened(Page page) {
        List<?> found = (List<?>) page.evaluate(OPENED);
        return found.stream()
                .map(each -> (Map<?, ?>) each)
                .map(
                        each ->
                                new Opened(
                                        (String) each.get("how"),
                                        (Boolean) each.get("got"),
                                        (Boolean) each.get("clickCounts"),
                                        ((Number) each.get("idle")).longValue()))
                .toList();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
