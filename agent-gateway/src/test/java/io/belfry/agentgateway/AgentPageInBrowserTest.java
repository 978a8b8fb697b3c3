package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.hangup;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The agents' page: what opens where, and what is said when nothing does. */
class AgentPageInBrowserTest extends AgentInBrowser {
    @Test
    void withTheSitesPermissionEachPageGetsATabOfItsOwn() {
        open(Chromium.Setup.PLAIN.allowingPopups(gateway.origin()));
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=allowed]");
        Chromium.untilNoClickCounts(page);

        Delivery first = await(gateway.show(pop("p1", "/one", OpenMode.NEW_TAB)));
        Delivery second = await(gateway.show(pop("p2", "/two", OpenMode.NEW_WINDOW)));

        assertThat(List.of(crm.next(), crm.next())).containsExactly("/one", "/two");
        assertThat(List.of(first, second))
                .allSatisfy(
                        delivery -> {
                            assertThat(delivery.outcome()).isEqualTo(Outcome.OPENED);
                            assertThat(delivery.detail()).isEmpty();
                        });
        browser.context().waitForCondition(() -> crmPages().size() == 2);
        assertThat(crmPages())
                .as("a customer's page must find no way back to ours")
                .noneMatch(tab -> Boolean.TRUE.equals(tab.evaluate("() => window.hasOpener")));
        assertNoClickHelped(2);
        assertThat(crm.seen()).hasSize(2);
    }

    @Test
    void withoutItThePreparedWindowIsUsedAgainAndAgain() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=work_window]");
        Chromium.untilNoClickCounts(page);

        Delivery first = await(gateway.show(pop("p1", "/one?p=%2B39", OpenMode.NEW_TAB)));
        String requested = crm.next();
        Delivery second = await(gateway.show(pop("p2", "/two", OpenMode.WORK_WINDOW)));

        assertThat(requested).isEqualTo("/one?p=%2B39");
        assertThat(crm.next()).isEqualTo("/two");
        assertThat(first.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(first.detail()).isEqualTo("work window instead of new tab");
        assertThat(second.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(second.detail()).isEmpty();
        assertThat(browser.context().pages()).hasSize(2);
        assertNoClickHelped(1);
        assertThat(crm.seen()).hasSize(2);
    }

    @Test
    void twoCallsAtOnceDoNotWipeOutOneAnothersPage() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);

        Future<Delivery> first = gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW));
        Future<Delivery> second =
                gateway.show(
                        Samples.pop("p2", crm.url("/two"), OpenMode.NEW_TAB, "pbx1:2.2", now()));

        assertThat(await(first).outcome()).isEqualTo(Outcome.OPENED);
        assertThat(await(second).outcome()).isEqualTo(Outcome.CARD);
        assertThat(crm.next()).isEqualTo("/one");
        page.click("[data-pop='p2'] [data-action=open]");
        assertThat(crm.next()).isEqualTo("/two");
    }

    @Test
    void aPageThatOpenedSecondsAgoStaysAndTheNextCallGetsACard() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        assertThat(crm.next()).isEqualTo("/one");
        page.waitForFunction("since => performance.now() > since + 5000", pageTime());
        Chromium.untilNoClickCounts(page);

        Delivery second = await(gateway.show(ofAnotherCall("p2", "/two")));
        Delivery third = await(gateway.show(ofAnotherCall("p3", "/three")));
        page.waitForSelector("[data-pop='p3'] [data-action=open-here]");
        String kept = crmPages().get(0).url();
        page.click("[data-pop='p2'] [data-action=open-here]");
        String here = crm.next();
        page.click("[data-pop='p3'] [data-action=open]");
        String beside = crm.next();

        assertThat(List.of(second.outcome(), third.outcome())).containsOnly(Outcome.CARD);
        assertThat(second.detail())
                .isEqualTo("the work window has just opened the page of another call");
        assertThat(kept).isEqualTo(crm.url("/one"));
        assertThat(List.of(here, beside)).containsExactly("/two", "/three");
        browser.context().waitForCondition(() -> crmPages().size() == 2);
        assertThat(crmPages())
                .extracting(Page::url)
                .containsExactlyInAnyOrder(crm.url("/two"), crm.url("/three"));
    }

    @Test
    void whenTheClockOfTheComputerIsSetPagesStillOpen() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        page.evaluate("() => { const was = Date.now; Date.now = () => was() + 120_000; }");
        Chromium.untilNoClickCounts(page);

        Delivery ahead = await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));

        assertThat(ahead.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(crm.next()).isEqualTo("/one");
    }

    @Test
    void whenItsTimeIsOverTheNextCallTakesThePlaceOfThePage() {
        stop();
        gateway = new TestGateway(GatewayLimits.DEFAULT.keeping(Duration.ofSeconds(2)));
        crm = new Crm(gateway.vertx);
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        assertThat(crm.next()).isEqualTo("/one");

        Outcome next = await(gateway.show(ofAnotherCall("next", "/next"))).outcome();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (int i = 0; next == Outcome.CARD && System.nanoTime() < end; i++) {
            page.waitForTimeout(250);
            next = await(gateway.show(ofAnotherCall("next" + i, "/next"))).outcome();
        }

        assertThat(next).isEqualTo(Outcome.OPENED);
        assertThat(crm.next()).isEqualTo("/next");
        assertThat(crmPages()).hasSize(1);
    }

    @Test
    void aPageThatTheAgentKeepsStaysUntilHeLetsGoOfIt() {
        open(Chromium.Setup.PLAIN.in("it-IT"));
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        assertThat(crm.next()).isEqualTo("/one");

        String words = page.locator("#opens-keep").textContent().strip();
        Chromium.click(page, "#opens-keep input");
        Chromium.untilNoClickCounts(page);
        Delivery kept = await(gateway.show(pop("p2", "/two", OpenMode.WORK_WINDOW)));
        page.reload();
        Chromium.untilSeen(page, "#opens[data-opens=work_window]");
        Chromium.untilNoClickCounts(page);
        Delivery stillKept = await(gateway.show(pop("p3", "/three", OpenMode.NEW_TAB)));
        boolean ticked = page.isChecked("#opens-keep input");
        Chromium.click(page, "#opens-keep input");
        Chromium.untilNoClickCounts(page);
        Delivery free = await(gateway.show(pop("p4", "/four", OpenMode.WORK_WINDOW)));

        assertThat(words).isEqualTo("Mantieni la pagina nella finestra di lavoro");
        assertThat(kept.outcome()).isEqualTo(Outcome.CARD);
        assertThat(kept.detail()).isEqualTo("the agent keeps the page in the work window");
        assertThat(stillKept.outcome()).isEqualTo(Outcome.CARD);
        assertThat(ticked).isTrue();
        assertThat(free.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(crm.next()).isEqualTo("/four");
        assertThat(crm.seen()).containsExactly("/one", "/four");
    }

    @Test
    void aReloadedPageFindsItsWorkWindowAgain() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        crm.next();
        page.reload();
        Chromium.untilSeen(page, "#opens[data-opens=work_window]");
        Chromium.untilNoClickCounts(page);

        Delivery delivery = await(gateway.show(pop("p2", "/two", OpenMode.WORK_WINDOW)));

        assertThat(crm.next()).isEqualTo("/two");
        assertThat(delivery.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(browser.context().pages()).hasSize(2);
        assertThat(crm.seen()).containsExactly("/one", "/two");
    }

    @Test
    void withNeitherTheCardHasALinkAndNothingOpensUntilItIsClicked() {
        open(Chromium.Setup.PLAIN);
        startWork();
        gateway.happens(ringing(call("1.1"), ANNA, now()));
        Chromium.untilSeen(page, "[data-call='1.1'][data-state=ringing]");
        otherPages().forEach(Page::close);
        Chromium.untilSeen(page, "#opens[data-opens=blocked]");
        Chromium.untilNoClickCounts(page);

        Delivery blocked = await(gateway.show(pop("p1", "/one", OpenMode.NEW_TAB)));
        Locator card = page.locator("[data-call='1.1']");
        card.locator("text=The browser blocked the page").waitFor();
        List<String> beforeTheClick = crm.seen();
        gateway.delivered();
        assertNoClickHelped(2);
        card.locator("[data-action=open]").click();

        assertThat(blocked.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(beforeTheClick).isEmpty();
        assertThat(crm.next()).isEqualTo("/one");
        Delivery byHand = gateway.delivered();
        assertThat(byHand.popId()).isEqualTo("p1");
        assertThat(byHand.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(byHand.detail()).isEqualTo("by hand");
        // the click has brought the work window back as well
        page.waitForSelector("#opens[data-opens=work_window]");
        assertThat(crm.seen()).containsExactly("/one");
    }

    @Test
    void aBlockedPageStaysUntilItIsPutAway() {
        open(Chromium.Setup.PLAIN);
        gateway.happens(ringing(call("1.1"), ANNA, now()));
        Chromium.untilSeen(page, "[data-call='1.1']");
        Chromium.untilNoClickCounts(page);

        Delivery blocked = await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        gateway.delivered();
        gateway.happens(hangup(call("1.1"), ANNA, now()));
        page.waitForSelector("#now [data-call='1.1'][data-state=ended]");
        String title = page.title();
        page.click("#now [data-call='1.1'] [data-action=dismiss]");
        Delivery dismissed = gateway.delivered();
        page.waitForSelector("#today [data-call='1.1']");

        assertThat(blocked.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(title).startsWith("(1)");
        assertThat(dismissed.outcome()).isEqualTo(Outcome.DISMISSED);
        assertThat(page.locator("#now [data-call]").count()).isZero();
        assertThat(crm.seen()).isEmpty();
    }

    @Test
    void aCustomersPageThatCutsTheLinkIsSaidSo() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);

        Delivery opened = await(gateway.show(pop("p1", "/cuts", OpenMode.WORK_WINDOW)));
        gateway.delivered();
        Delivery cut = gateway.delivered();
        Chromium.untilNoClickCounts(page);
        Delivery next = await(gateway.show(pop("p2", "/two", OpenMode.WORK_WINDOW)));

        assertThat(crm.next()).isEqualTo("/cuts");
        assertThat(opened.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(cut.popId()).isEqualTo("p1");
        assertThat(cut.detail()).contains("cut the link");
        assertThat(next.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(page.locator("#opens-text").textContent()).contains("cut the link");
        assertThat(crm.seen()).containsExactly("/cuts");
    }

    @Test
    void ofTwoTabsOneOpensAndWhenItIsClosedTheOtherDoes() {
        open(Chromium.Setup.PLAIN.allowingPopups(gateway.origin()));
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=allowed]");
        Page other = browser.newPage();
        other.navigate(gateway.origin() + "/agent");
        Chromium.untilSeen(other, "[data-live=live]");
        gateway.happens(ringing(call("1.1"), ANNA, now()));
        Chromium.untilSeen(other, "[data-call='1.1']");
        Chromium.untilNoClickCounts(other);

        await(gateway.show(pop("p1", "/one", OpenMode.NEW_TAB)));
        String first = crm.next();
        Chromium.untilSeen(other, "[data-call='1.1'] .pop-opened");
        Chromium.untilSeen(page, "[data-call='1.1'] .pop-opened");
        other.close();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p2", "/two", OpenMode.NEW_TAB)));

        assertThat(first).isEqualTo("/one");
        assertThat(crm.next()).isEqualTo("/two");
        assertThat(crm.seen()).containsExactly("/one", "/two");
    }

    @Test
    void whatCameWhileThePageWasAwayIsListedAsMissed() {
        open(Chromium.Setup.PLAIN);
        page.navigate("about:blank");
        waitUntilNobodyIsThere();
        await(gateway.show(pop("p1", "/one", OpenMode.NEW_TAB)));
        gateway.clock.goOn(Duration.ofSeconds(45));

        page.navigate(gateway.origin() + "/agent");
        Locator row = page.locator("#missed [data-pop='p1']");
        row.waitFor();

        assertThat(row.textContent()).contains("+390255512345").contains("missed (offline 0:4");
        assertThat(crm.seen()).isEmpty();
        row.locator("[data-action=open]").click();
        assertThat(crm.next()).isEqualTo("/one");
        page.waitForSelector("#today [data-pop='p1']");
    }

    @Test
    void namesThatWouldLikeToBeMarkupAreText() {
        String evil = "\"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
        open(Chromium.Setup.PLAIN.sized(320, 640));

        gateway.happens(
                ringing(call("1.1", "<b>39</b>", evil, Map.of("ordernumber", evil)), ANNA, now()));
        Ask.NOTIFY.put(gateway.vertx, Samples.notice("n1", Notice.Level.ERROR, evil, evil, now()));
        page.waitForSelector(".toast-error, .toast-bad");
        Locator card = page.locator("[data-call='1.1']");
        card.waitFor();
        page.waitForSelector("#messages-list li", attached());

        assertThat(card.textContent()).contains("<b>39</b>").contains(evil);
        assertThat(page.locator(".toast").textContent()).contains(evil);
        assertThat(page.evaluate("() => window.hacked")).isNull();
        assertThat(page.evaluate("() => window.violations")).isEqualTo(List.of());
        assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                .as("nothing sticks out at 320 px")
                .isEqualTo(320);
    }

    @Test
    void theLabelSaysWhetherItIsLiveAndTheSessionsEndIsSaid() {
        open(Chromium.Setup.PLAIN.in("it-IT"));
        String live = page.locator("#agent-live").textContent();
        String button = page.locator("#start [data-action=start-work]").textContent().strip();

        await(gateway.sessions.endAllOf(Sessions.Kind.AGENT, "anna"));
        page.waitForSelector("[data-live=reconnecting]");
        Locator banner = page.locator("#banner a");
        banner.waitFor();

        assertThat(live).contains("In diretta");
        assertThat(button).isEqualTo("Inizia il lavoro");
        assertThat(banner.getAttribute("href")).isEqualTo("/agent/login");
    }

    @Test
    void aPageThatWasCutOffComesBackByItself() {
        open(Chromium.Setup.PLAIN);
        gateway.happens(ringing(call("1.1"), ANNA, now()));
        page.waitForSelector("[data-call='1.1']");

        gateway.dropConnections();
        page.waitForSelector("[data-live=reconnecting]");
        gateway.happens(hangup(call("1.1"), ANNA, now()));
        page.waitForSelector("[data-live=live]");
        page.waitForSelector("#today [data-call='1.1']");

        assertThat(page.locator("#now [data-call]").count()).isZero();
    }

    @Test
    void whatAnotherNodeAsksForAgainIsNotOpenedTwice() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        assertThat(crm.next()).isEqualTo("/one");

        gateway.nextNode(() -> {});
        page.waitForSelector("[data-live=reconnecting]");
        page.waitForSelector("[data-live=live]");
        Delivery again = await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        await(gateway.show(pop("p2", "/two", OpenMode.WORK_WINDOW)));

        assertThat(again.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(crm.next()).isEqualTo("/two");
        assertThat(crm.seen()).containsExactly("/one", "/two");
    }

    @Test
    void whatAnotherNodeTakesForMissedTurnsOutToBeOpened() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilNoClickCounts(page);
        await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
        assertThat(crm.next()).isEqualTo("/one");
        // who asked may hear of it before everybody else does
        assertThat(gateway.delivered().outcome()).isEqualTo(Outcome.OPENED);

        gateway.nextNode(
                () -> {
                    await(gateway.show(pop("p1", "/one", OpenMode.WORK_WINDOW)));
                    gateway.clock.goOn(Duration.ofSeconds(45));
                });

        // missed when it was asked for, and perhaps once more when it was too old, before the page
        // came
        Delivery last = gateway.delivered();
        assertThat(last.outcome()).isEqualTo(Outcome.MISSED);
        while (last.outcome() == Outcome.MISSED) {
            last = gateway.delivered();
        }
        assertThat(last.outcome()).isEqualTo(Outcome.OPENED);
        page.waitForSelector("#today [data-pop='p1']");
        assertThat(page.locator("#missed [data-pop='p1']").count()).isZero();
        assertThat(crm.seen()).containsExactly("/one");
    }

    /** Looks back at what the page tried while nothing but rights and windows could help. */
    private void assertNoClickHelped(int attempts) {
        Object tries =
                page.evaluate("n => window.opened.slice(-n).map(each => each.active)", attempts);
        assertThat(tries).isEqualTo(Collections.nCopies(attempts, false));
    }

    private void waitUntilNobodyIsThere() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gateway.gateway.figures().pages() > 0) {
            assertThat(System.nanoTime()).as("the page never went away").isLessThan(end);
            page.waitForTimeout(50);
        }
    }

    private static Page.WaitForSelectorOptions attached() {
        return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED);
    }

    private ScreenPop ofAnotherCall(String id, String path) {
        return Samples.pop(id, crm.url(path), OpenMode.WORK_WINDOW, "pbx1:2.2", now());
    }

    private Object pageTime() {
        return page.evaluate("() => performance.now()");
    }
}
