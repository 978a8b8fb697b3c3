package io.belfry.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.belfry.agentgateway.Chromium;
import io.belfry.core.web.InstalledChromium;
import io.belfry.launcher.PagesByHand.Opened;
import io.belfry.simulator.SimulatorConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way in a real browser with its pop-up blocker on: an integration is made by clicks and
 * typing, {@code ./belfry pbx} plays a recording of a real PBX, and the customer's application gets
 * the request, long after the last click. One browser is two places here: the address with numbers
 * has the permission for pop-ups, the one with the name has not.
 */
class FromClicksToPageTest {
    private static final long CLICK_IS_LONG_AGO_MILLIS = 6_000;

    /** Who the five callers of recording 17 say they are. */
    private static final List<String> NAMES =
            List.of(
                    "<script>alert(1)</script>",
                    "Łukasz Żółć 日本語 🦄 \u202Eevil",
                    "Robert'); DROP TABLE calls;--",
                    "${SHELL(id)} {{7*7}} %0d%0aEvent: Hangup",
                    "x".repeat(79));

    @TempDir private static Path folder;

    private static TestServer server;
    private static RecordingCrm crm;
    private static Chromium chromium;
    private static PagesByHand people;
    private static String allowed;
    private static String usual;

    /** What the supervisor looks at all the time. */
    private static Page realtime;

    private static int plays;

    private final List<String> ran = new ArrayList<>();
    private Page agent;

    @BeforeAll
    static void anAdministratorMakesTheIntegrations() {
        InstalledChromium.mustBeThere();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        // calls come one behind the other, and nobody fills in a form
        server = TestServer.start(folder, "--agent.keep=1");
        crm = new RecordingCrm(server.server().vertx());
        allowed = server.url();
        usual = allowed.replace("127.0.0.1", "localhost");
        server.agent("Andrea Bianco", "2001", "andrea", "PJSIP/andrea.bianco");
        server.agent("Maria Rossi", "2002", "maria", "PJSIP/maria.rossi");
        server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
        server.create(
                "/api/v1/users",
                new JsonObject()
                        .put("user", "sofia")
                        .put("name", "Sofia")
                        .put("role", "supervisor")
                        .put("password", TestServer.PASSWORD)
                        .put("queues", new JsonArray().add("support").add("sales")));
        chromium = Chromium.start(Chromium.Setup.PLAIN.allowingPopups(allowed));
        people = new PagesByHand(browser());

        Page admin = chromium.firstPage();
        people.logIn(admin, allowed, TestServer.ADMIN);
        people.customVariable(admin, "ordernumber", "A-1001");
        people.integration(admin, "Acme CRM", crm.url("/orders"), "new_tab", "support");
        people.integration(admin, "Acme shop", crm.url("/shop"), "new_frame", "sales");
        realtime = chromium.newPage();
        people.logIn(realtime, usual, "sofia");
        realtime.navigate(usual + "/realtime/integration");
    }

    @AfterAll
    static void stop() {
        Stream.of(chromium, crm, server)
                .filter(each -> each != null)
                .forEach(
                        each -> {
                            try {
                                each.close();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    @BeforeEach
    void nothingHasHappened() {
        crm.forget();
        browser().onDialog(dialog -> ran.add(dialog.message()));
    }

    @AfterEach
    void everybodyGoes() {
        for (Page page : browser().pages()) {
            if (page != realtime && page != chromium.firstPage()) {
                page.close();
            }
        }
        assertThat(ran).as("what a script of somebody else's said").isEmpty();
    }

    @Test
    void withTheSitesPermissionEachCallGetsATabOfItsOwn() {
        agent = people.agentPage(allowed, "maria");
        people.startWork(agent, "allowed");
        PagesByHand.untilNoClickCounts(agent);

        play(4, "17b-hostile-injection");

        assertThat(crm.requests(2))
                .containsExactlyInAnyOrder(
                        "/orders?phone=%2B39%2002&order=A-1720",
                        "/orders?phone=%3Cscript%3E&order=A-1722");
        assertThat(tabsAtTheCrm(2)).containsExactlyInAnyOrderElementsOf(addresses());
        assertThat(outcome("A-1720")).hasAttribute("data-outcome", "opened");
        assertThat(outcome("A-1722")).hasAttribute("data-outcome", "opened");
        assertOpenedWithoutClick("window true", "window true");
    }

    @Test
    void withoutItThePreparedWindowIsUsedAgain() {
        agent = people.agentPage(usual, "andrea");
        people.startWork(agent, "work_window");
        PagesByHand.untilNoClickCounts(agent);

        play(1, "01-answered-caller-hangup");
        List<String> afterOne = crm.requests(1);
        play(1, "01c-answered-monitored");

        assertThat(afterOne).containsExactly("/orders?phone=0255512345&order=A-1001");
        assertThat(crm.requests(2))
                .containsExactly(afterOne.get(0), "/orders?phone=0255519999&order=A-1002");
        browser().waitForCondition(() -> tabsAtTheCrm(1).contains(addresses().get(1)));
        assertThat(tabsAtTheCrm(1)).hasSize(1);
        assertThat(outcome("A-1002")).hasAttribute("data-outcome", "opened");
        assertThat(row("A-1002").locator("[data-event]")).hasAttribute("data-event", "hangup");
        assertOpenedWithoutClick("window false", "window false");
    }

    @Test
    void withNeitherTheCardHasALinkAndTheSupervisorSeesThatItWasBlocked() {
        agent = people.agentPage(usual, "andrea");
        people.startWork(agent, "work_window");
        agent.context().pages().stream()
                .filter(page -> page.url().endsWith("/agent/work"))
                .forEach(Page::close);
        agent.waitForSelector("#opens[data-opens=blocked]");
        PagesByHand.untilNoClickCounts(agent);

        play(1, "02-answered-agent-hangup");

        String wanted = crm.url("/orders?phone=0291122334&order=A-2002");
        assertThat(outcome("A-2002")).hasAttribute("data-outcome", "blocked");
        assertThat(outcome("A-2002")).hasText("blocked");
        assertOpenedWithoutClick("window false", wanted + " false");
        Locator card = agent.locator("#now [data-call='1795359578.7']");
        assertThat(card.locator("[data-action=open]")).hasAttribute("href", wanted);
        assertThat(card).containsText("The browser blocked the page");
        assertThat(crm.requests()).isEmpty();
    }

    @Test
    void aFrameNeedsNeither() {
        agent = people.agentPage(usual, "john");
        PagesByHand.untilNoClickCounts(agent);

        play(1, "06-ringall-one-answers");

        assertThat(crm.requests(1)).containsExactly("/shop?phone=0277788899&order=A-6006");
        assertThat(agent.frameLocator("iframe[data-pop]").getByText("Orders")).isVisible();
        assertThat(outcome("A-6006")).hasAttribute("data-outcome", "opened");
        assertOpenedWithoutClick("frame true");
    }

    @Test
    void namesThatWouldLikeToBeProgramsAreText() {
        agent = people.agentPage(usual, "andrea");
        PagesByHand.untilNoClickCounts(agent);

        play(4, "17-hostile-caller-names");

        Locator card = agent.locator("#now [data-call='1795360143.197']");
        assertThat(card).containsText(NAMES.get(0));
        assertThat(agent.locator("#now [data-call='1795360147.201']")).containsText(NAMES.get(2));
        for (int at = 0; at < NAMES.size(); at++) {
            assertThat(row("A-170" + at).locator(".rt-c-caller")).containsText(NAMES.get(at));
        }
        row("A-1700").click();
        assertThat(realtime.locator("[data-part=panel]")).containsText(NAMES.get(0));
        Page story = browser().newPage();
        story.navigate(usual + "/calls/pbx" + plays + ":1795360143.197");
        assertThat(story.locator("[data-part=facts]")).containsText(NAMES.get(0));
        for (Page page : List.of(agent, realtime, story)) {
            assertThat(page.locator("script:not([src])").count()).as(page.url()).isZero();
        }
        assertThat(crm.requests()).isEmpty();
    }

    /** One recording, through the manager socket of a PBX that Belfry learns of just now. */
    private static void play(double speed, String recording) {
        plays++;
        try (PlayingPbx pbx = new PlayingPbx(speed, TestServer.recording(recording))) {
            JsonObject made =
                    server.create(
                            "/api/v1/pbxs",
                            new JsonObject()
                                    .put("name", "pbx" + plays)
                                    .put("host", "127.0.0.1")
                                    .put("port", pbx.port())
                                    .put("user", SimulatorConfig.USER)
                                    .put("secret", SimulatorConfig.SECRET));
            pbx.untilPlayed();
            TestServer.until(
                    "the end of the call at ours",
                    () ->
                            server.items("/api/v1/calls").stream()
                                    .filter(call -> call.encode().contains("pbx" + plays))
                                    .filter(call -> call.encode().contains("hangup"))
                                    .findFirst());
            server.send("DELETE", "/api/v1/pbxs/" + made.getString("id"), "");
        }
    }

    private static Locator row(String order) {
        return realtime.locator("tr[data-row]")
                .filter(new Locator.FilterOptions().setHasText(order));
    }

    private static Locator outcome(String order) {
        return row(order).locator("[data-outcome]");
    }

    private static List<String> addresses() {
        return crm.requests().stream().map(crm::url).toList();
    }

    private static BrowserContext browser() {
        return chromium.context();
    }

    /** Waits until the browser has told of so many tabs; more are for the assertion to find. */
    private static List<String> tabsAtTheCrm(int atLeast) {
        Supplier<List<String>> now =
                () ->
                        browser().pages().stream()
                                .map(Page::url)
                                .filter(url -> url.startsWith(crm.url("/")))
                                .toList();
        browser().waitForCondition(() -> now.get().size() >= atLeast);
        return now.get();
    }

    /** Looks back; whoever looked before would have been taken for a click. */
    private void assertOpenedWithoutClick(String... howAndWhether) {
        List<Opened> opened = PagesByHand.opened(agent);
        assertThat(opened)
                .extracting(each -> each.how() + " " + each.got())
                .containsExactly(howAndWhether);
        assertThat(opened)
                .allSatisfy(
                        each -> {
                            assertThat(each.clickCounts()).isFalse();
                            assertThat(each.idle()).isGreaterThan(CLICK_IS_LONG_AGO_MILLIS);
                        });
    }
}
