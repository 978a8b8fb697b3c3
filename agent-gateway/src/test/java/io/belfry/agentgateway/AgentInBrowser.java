package io.belfry.agentgateway;

import com.microsoft.playwright.Page;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * An agent with the page of the agents in a real Chromium whose pop-up blocker is on, a gateway and
 * a CRM. What opens is caused by a message from our server at a moment when no click counts;
 * nothing is asked of the page between that moment and the request at the CRM, because the driver's
 * questions count as clicks.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class AgentInBrowser {
    /** Notes for each window.open of a page whether a click counted, and whether it was allowed. */
    private static final String WATCH_OPEN =
            """
            window.opened = [];
            window.violations = [];
            const real = window.open;
            window.open = function (...how) {
              const active = navigator.userActivation.isActive;
              const got = real.apply(window, how);
              window.opened.push({ active, got: got !== null });
              return got;
            };
            document.addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective));
            """;

    static Chromium.Shared shared;

    TestGateway gateway;
    Crm crm;
    Chromium browser;
    Page page;

    @BeforeAll
    static void startTheBrowser() {
        shared = new Chromium.Shared();
    }

    @AfterAll
    static void stopTheBrowser() {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void start() {
        gateway = new TestGateway();
        crm = new Crm(gateway.vertx);
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        crm.close();
        gateway.close();
    }

    void open(Chromium.Setup setup) {
        browser = setup.popupsAllowedFor().isEmpty() ? shared.user(setup) : Chromium.start(setup);
        browser.context().addInitScript(WATCH_OPEN);
        page = browser.firstPage();
        page.navigate(gateway.origin() + "/agent");
        page.fill("[name=username]", "anna");
        page.fill("[name=password]", "secret");
        page.click(".form button[type=submit]");
        page.waitForURL(gateway.origin() + "/agent");
        Chromium.untilSeen(page, "[data-live=live]");
    }

    void startWork() {
        Chromium.click(page, "#start [data-action=start-work]");
        Chromium.untilSeen(page, "#opens:not([hidden])");
    }

    List<Page> otherPages() {
        List<Page> others = new ArrayList<>(browser.context().pages());
        others.remove(page);
        return others;
    }

    List<Page> crmPages() {
        return otherPages().stream().filter(each -> each.url().startsWith(crm.url(""))).toList();
    }

    ScreenPop pop(String id, String path, OpenMode mode) {
        return Samples.pop(id, crm.url(path), mode, "pbx1:1.1", now());
    }

    Instant now() {
        return gateway.clock.instant();
    }
}
