package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;
import static io.belfry.realtimepush.SomeRows.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor sees and can do, in a real browser. */
class RealtimePageTest extends TableInBrowser {
    /** Names that callers of recordings 17 really sent, and some of our own. */
    private static final List<String> HOSTILE =
            List.of(
                    "<script>window.canary=1</script>",
                    "<img src=x onerror=\"window.canary=1\">",
                    "Robert'); DROP TABLE calls;--",
                    "Łukasz Żółć 日本語 🦄 \u202Eevil",
                    "tab\there",
                    "Evil\r\nEvent: AgentConnect\nQueue: support",
                    "${SHELL(id)} {{7*7}} %0d%0aEvent: Hangup",
                    "ctl\u0007[31mred",
                    "x".repeat(80));

    @BeforeAll
    static void pbxLives() {
        house.pbx(live());
        house.vertx.setPeriodic(1_000, tick -> house.pbx(live()));
    }

    @Test
    void aRowAppearsAndChangesWithoutReload() {
        open("admin", "?integration=Appear");

        push("Appear", "a1", "A-1", call("10.1", "Sales"), "https://crm.example.com/A-1");
        Locator row = page.locator("tr[data-row]");
        PlaywrightAssertions.assertThat(row).hasCount(1);
        page.evaluate("document.querySelector('tr[data-row]').mine = true");
        push("Appear", "a2", "A-1", call("10.1", "Sales").put("event", "up"), "");

        PlaywrightAssertions.assertThat(row).containsText("talking");
        assertThat(page.evaluate("document.querySelector('tr[data-row]').mine")).isEqualTo(true);
        PlaywrightAssertions.assertThat(page.locator("[data-live=live]")).containsText("pbx1");
    }

    @Test
    void hostileNamesAreTextEverywhereAndOnlyWebAddressesAreLinks() {
        for (int at = 0; at < HOSTILE.size(); at++) {
            house.happens(SomeCalls.ringing("h" + at, "11." + at, "Sales", HOSTILE.get(at)));
            house.tells("pbx1:11." + at, "no", "Pop: no – callername is " + HOSTILE.get(at));
            JsonObject channel =
                    call("11." + at, "Sales")
                            .put("callername", HOSTILE.get(at))
                            .put("agentname", HOSTILE.get(at))
                            .put("ordernumber", HOSTILE.get(at));
            push("Hostile", "h" + at, HOSTILE.get(at), channel, "javascript:window.canary=1");
        }
        open("admin", "?integration=Hostile&columns=time,caller,agent,reference,var.ordernumber");

        Locator rows = page.locator("tr[data-row]");
        PlaywrightAssertions.assertThat(rows).hasCount(HOSTILE.size());
        List<String> callers = page.locator("td.rt-c-caller bdi:last-child").allTextContents();
        assertThat(callers).containsExactlyInAnyOrderElementsOf(HOSTILE);
        assertThat(page.locator("tr[data-row] a").count()).isZero();
        for (int at = 0; at < HOSTILE.size(); at++) {
            rows.nth(at).click();
            PlaywrightAssertions.assertThat(page.locator("[data-panel=verdicts]"))
                    .containsText("callername is");
        }
        assertThat(page.evaluate("window.canary === undefined")).isEqualTo(true);
        assertThat(page.locator("[data-part=panel] a[href^=javascript]").count()).isZero();
    }

    @Test
    void whatOneReadsStaysWhereItIsHoweverFastRowsCome() {
        fill("Storm");
        open("admin", "?integration=Storm");
        Locator box = page.locator("[data-part=box]");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(500);
        box.evaluate("box => box.scrollTop = 4000");
        String id =
                (String)
                        page.evaluate(
                                """
                                () => {
                                  const top = document.querySelector('[data-part=box]').getBoundingClientRect().top;
                                  const row = [...document.querySelectorAll('tr[data-row]')]
                                    .find((each) => each.getBoundingClientRect().top > top + 100);
                                  row.focus({preventScroll: true});
                                  return row.dataset.row;
                                }""");
        double before = top(id);
        countPaints();

        storm("Storm");
        page.waitForFunction(
                "() => Number(document.querySelector('[data-part=above-word]').textContent.match(/\\d+/)) > 150");

        calm();

        assertThat(top(id)).isCloseTo(before, Offset.offset(2.0));
        assertThat(page.evaluate("document.activeElement.dataset.row")).isEqualTo(id);
        assertThat(page.locator("tr[data-row]").count()).isLessThanOrEqualTo(1_000);
        assertThat(((Number) page.evaluate("window.paints / window.seconds()")).doubleValue())
                .isLessThanOrEqualTo(5.0);
        page.locator("[data-part=above]").click();
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(500);
    }

    @Test
    void pauseReallyPausesCountsAndAppliesAtOnce() {
        fill("Pause");
        open("admin", "?integration=Pause");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(500);
        storm("Pause");
        page.keyboard().press("p");
        String frozen = body();

        page.waitForFunction(
                "() => Number(document.querySelector('[data-part=paused]').textContent.match(/\\d+/)) > 300");
        String later = body();
        calm();
        push("Pause", "last", "LAST", call("99.9", "Sales"), "");
        page.locator("[data-part=pause]").click();

        assertThat(later).isEqualTo(frozen);
        PlaywrightAssertions.assertThat(row("LAST")).hasCount(1);
        assertThat(page.url()).doesNotContain("paused");
    }

    @Test
    void whatOneAsksForWhilePausedIsShownAndThenStandsStill() {
        push("Still", "s1", "S-1", call("19.1", "Sales"), "");
        push("Still", "s2", "S-2", call("19.2", "Support"), "");
        open("admin", "?integration=Still&paused=1");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(2);

        push("Still", "s3", "S-3", call("19.3", "Support"), "");
        PlaywrightAssertions.assertThat(page.locator("[data-part=paused]")).containsText("1");
        int whilePaused = page.locator("tr[data-row]").count();
        page.selectOption("select[name=queue]", "Support");

        assertThat(whilePaused).isEqualTo(2);
        PlaywrightAssertions.assertThat(row("S-3")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("[data-part=paused]")).containsText("0");
    }

    @Test
    void aTabThatNobodyLooksAtIsNotPaintedAndRightWhenItIsSeenAgain() {
        push("Hidden", "x1", "X-1", call("13.1", "Sales"), "");
        open("admin", "?integration=Hidden");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(1);
        hide(true);

        push("Hidden", "x2", "X-2", call("13.2", "Sales"), "");
        page.waitForTimeout(1_000);
        int whileHidden = page.locator("tr[data-row]").count();
        hide(false);

        assertThat(whileHidden).isEqualTo(1);
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(2);
    }

    @Test
    void filtersAreInTheAddressAndBackGoesBack() {
        push("Filter", "f1", "F-1", call("14.1", "Sales"), "");
        push("Filter", "f2", "F-2", call("14.2", "Support"), "");
        open("admin", "?integration=Filter");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(2);

        page.selectOption("select[name=queue]", "Support");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(1);
        String address = page.url();
        page.goBack();
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(2);
        page.navigate(address);

        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).containsText("F-2");
        assertThat(page.locator("[data-part=csv]").getAttribute("href"))
                .contains("integration=Filter", "queue=Support");
        page.fill("input[name=q]", "nothing like it");
        PlaywrightAssertions.assertThat(page.locator("[data-empty=filtered]")).isVisible();
        page.locator("[data-action=clear]").click();
        page.waitForFunction("() => document.querySelectorAll('tr[data-row]').length > 1");
        assertThat(page.url()).doesNotContain("?");
    }

    @Test
    void theTableIsUsedByKeyboardAndTheStoryLivesOn() {
        house.happens(SomeCalls.ringing("k1", "15.1"));
        house.tells("pbx1:15.1", "no", "\"Pop\" of Acme CRM: no – queue is Sales, wants Support");
        push("Keys", "k0", "K-0", call("15.0", "Sales"), "");
        push("Keys", "k1", "K-1", call("15.1", "Sales"), "");
        open("sales", "?integration=Keys");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(2);

        page.locator("[data-part=box]").focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("[data-panel=verdicts] [data-verdict=no]"))
                .containsText("queue is Sales, wants Support");
        house.tells("pbx1:15.1", "yes", "\"Pop\" of Acme CRM: yes – queue = Sales");
        PlaywrightAssertions.assertThat(page.locator("[data-panel=story] li")).hasCount(3);
        push("Keys", "k2", "K-2", call("15.2", "Sales"), "");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(3);
        String address = page.url();
        page.keyboard().press("Escape");

        PlaywrightAssertions.assertThat(page.locator("[data-part=panel]")).isHidden();
        assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("TR");
        assertThat(address).contains("row=");
        page.navigate(address);
        PlaywrightAssertions.assertThat(page.locator("[data-panel=story] li")).hasCount(3);
    }

    @Test
    void thePageOfACallLivesWhileTheCallDoes() {
        house.happens(SomeCalls.ringing("p1", "21.1"));
        page = chromium.open(house, "sales");
        page.navigate("http://127.0.0.1:" + house.port + "/calls/pbx1:21.1");
        PlaywrightAssertions.assertThat(page.locator("[data-state=ringing]")).isVisible();

        house.happens(SomeCalls.hangup("p2", "21.1"));
        house.tells("pbx1:21.1", TraceLine.Step.PBX, "hangup Anna Bianchi (1007)", Map.of());
        house.tells("pbx1:21.1", "no", "\"Pop\" of Acme CRM: no – queue is Sales, wants Support");

        PlaywrightAssertions.assertThat(page.locator("[data-part=story]"))
                .containsText("hangup Anna Bianchi (1007)");
        PlaywrightAssertions.assertThat(page.locator("[data-part=verdicts]"))
                .containsText("queue is Sales, wants Support");
        PlaywrightAssertions.assertThat(page.locator("[data-state=ringing]")).hasCount(0);
        PlaywrightAssertions.assertThat(page.locator("[data-state]")).isVisible();
    }

    @Test
    void aBrowserThatRefusedAPageIsSeenInTheRowAndInTheSum() {
        house.happens(SomeCalls.ringing("o1", "16.1"));
        push("Acme CRM", "o1/i1/0/2", "O-1", call("16.1", "Sales").put("peer", "PJSIP/anna"), "");
        open("admin", "?q=O-1");

        Topic.DELIVERIES.publish(house.vertx, SomeCalls.delivery("o1/i1/0/0", Outcome.BLOCKED));

        PlaywrightAssertions.assertThat(page.locator("td.rt-c-outcome [data-outcome=blocked]"))
                .isVisible();
        PlaywrightAssertions.assertThat(page.locator("[data-part=blocked]")).containsText("1");
    }

    @Test
    void aLostLineIsSaidAndMendsItself() {
        open("admin", "?integration=Line");
        PlaywrightAssertions.assertThat(page.locator("[data-live=live]")).hasCount(1);

        house.stopListening();
        Locator away = page.locator("[data-live=reconnecting], [data-live=stale]");
        PlaywrightAssertions.assertThat(away).hasCount(1);
        push("Line", "l1", "L-1", call("17.1", "Sales"), "");
        house.listenAgain();

        PlaywrightAssertions.assertThat(page.locator("[data-live=live]")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(1);
        // a browser says by itself that it could not connect
        chromium.complaints.removeIf(said -> said.contains("ERR_CONNECTION"));
    }

    @Test
    void whoIsLoggedOutIsToldAndGivenTheWayBack() {
        open("support", "?integration=Out");
        PlaywrightAssertions.assertThat(page.locator("[data-live=live]")).hasCount(1);

        await(house.sessions.endAllOf(io.belfry.core.web.Sessions.Kind.STAFF, "support"));

        PlaywrightAssertions.assertThat(page.locator("[data-part=ended] a")).isVisible();
        chromium.complaints.removeIf(said -> said.contains("401") || said.contains("WebSocket"));
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 1280})
    void nothingButTheTableScrollsSideways(int width) {
        page = chromium.open(house, "admin", width, 800, ColorScheme.DARK, "it-IT");
        for (String path : List.of(PATH, "/calls")) {
            page.navigate("http://127.0.0.1:" + house.port + path);
            page.waitForTimeout(300);

            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isEqualTo(width);
        }
    }

    @Test
    void columnsAreChosenAndRemembered() {
        push("Columns", "c1", "C-1", call("18.1", "Sales"), "");
        open("admin", "?integration=Columns");
        page.locator("details.menu summary", new Page.LocatorOptions().setHasText("Columns"))
                .click();

        choice("var.ordernumber").check();
        choice("queue").uncheck();
        PlaywrightAssertions.assertThat(page.locator("thead")).containsText("ordernumber");
        PlaywrightAssertions.assertThat(page.locator("[data-part=columns-saved]"))
                .hasText("Saved for you");
        page.navigate(url("?integration=Columns"));
        // the page does not wait for a database that is busy for a second: then it has the usual
        // columns
        for (int i = 0; i < 5 && !page.textContent("thead").contains("ordernumber"); i++) {
            page.reload();
        }

        PlaywrightAssertions.assertThat(page.locator("thead")).containsText("ordernumber");
        PlaywrightAssertions.assertThat(page.locator("td.rt-c-custom")).hasText("A-1001");
        PlaywrightAssertions.assertThat(page.locator("td.rt-c-queue")).hasCount(0);
    }

    @Test
    void theFileHasTheColumnsThatThePageShows() {
        push("Export", "e1", "E-1", call("20.1", "Sales"), "");
        open("admin", "?integration=Export");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(1);
        List<String> usual = headOfFile();
        page.locator("details.menu summary", new Page.LocatorOptions().setHasText("Columns"))
                .click();

        choice("var.ordernumber").check();
        choice("queue").uncheck();
        PlaywrightAssertions.assertThat(page.locator("thead")).containsText("ordernumber");

        assertThat(usual)
                .containsExactly(
                        "time",
                        "integration",
                        "event",
                        "direction",
                        "queue",
                        "agent",
                        "caller",
                        "reference",
                        "wait",
                        "ring",
                        "talk",
                        "outcome");
        assertThat(headOfFile()).contains("ordernumber").doesNotContain("queue", "uniqueid");
    }

    private Locator choice(String column) {
        return page.locator("[data-part=columns] input[value='" + column + "']");
    }

    private List<String> headOfFile() {
        String href = page.locator("[data-part=csv]").getAttribute("href");
        String file = page.request().get("http://127.0.0.1:" + house.port + href).text();
        return CsvReader.read(file.substring(1)).get(0);
    }

    private static void push(
            String app, String id, String reference, JsonObject channel, String url) {
        house.push(
                new RowRequest(
                        id.contains("/") ? id : app + id,
                        Instant.now(),
                        app,
                        channel,
                        reference,
                        url));
    }

    private static void send(String app, String id, String reference, JsonObject channel) {
        Ask.PUSH_ROW.put(
                house.vertx, new RowRequest(id, Instant.now(), app, channel, reference, ""));
    }

    private static void fill(String app) {
        for (int at = 0; at < ROWS; at++) {
            send(app, app + at, "R-" + at, call("20." + at, "Sales"));
        }
    }

    /** Half of them new rows, half changes of rows that are there. */
    private void storm(String app) {
        storm(
                at -> {
                    send(app, app + "n" + at, "N-" + at, call("30." + at, "Sales"));
                    long old = ROWS - 1 - at % 300;
                    send(
                            app,
                            app + "u" + at,
                            "R-" + old,
                            call("20." + old, "Sales").put("event", at % 2 == 0 ? "up" : "hangup"));
                });
    }

    private Locator row(String text) {
        return page.locator("tr[data-row]", new Page.LocatorOptions().setHasText(text));
    }

    private double top(String id) {
        return ((Number)
                        page.evaluate(
                                "id => document.querySelector(`tr[data-row=\"${id}\"]`).getBoundingClientRect().top",
                                id))
                .doubleValue();
    }

    private void countPaints() {
        page.evaluate(
                """
                () => {
                  const begin = performance.now();
                  window.paints = 0;
                  window.seconds = () => (performance.now() - begin) / 1000;
                  new MutationObserver(() => { window.paints += 1; })
                    .observe(document.querySelector('[data-part=rows]'), {childList: true});
                }""");
    }

    private String body() {
        return (String) page.evaluate("document.querySelector('[data-part=rows]').innerHTML");
    }

    private void hide(boolean hidden) {
        page.evaluate(
                """
                (hidden) => {
                  Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
                  document.dispatchEvent(new Event('visibilitychange'));
                }""",
                hidden);
    }

    private static PbxState live() {
        return PbxLightsTest.state(PbxState.Status.LIVE, Instant.now().minusSeconds(60), 2);
    }
}
