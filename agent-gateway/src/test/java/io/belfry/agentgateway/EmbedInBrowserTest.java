package io.belfry.agentgateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.web.Access;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Rest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A customer's page with our script in it, whose server asks for tickets, in a real browser. */
class EmbedInBrowserTest {
    private static final String HOST_PAGE =
            """
            <!doctype html><title>Acme CRM</title><body><script>
              const opened = [];
              const states = [];
              let missed = null;
              addEventListener('belfry:state', (event) => states.push(event.detail.live));
              addEventListener('belfry:open', (event) => {
                event.preventDefault();
                opened.push(event.detail.id);
              });
              addEventListener('belfry:missed', (event) => (missed = event.detail));
            </script>
            <script src="/agent/embed.js" data-ticket="/belfry-ticket" defer></script>
            """;

    /** What is sent is lost and nothing comes, as when the network has gone without a word. */
    private static final String SOCKETS_THAT_CAN_FREEZE =
            """
            const all = new Set();
            const { send, addEventListener: listen } = WebSocket.prototype;
            WebSocket.prototype.send = function (text) {
              if (!this.frozen) send.call(this, text);
            };
            WebSocket.prototype.addEventListener = function (type, listener) {
              all.add(this);
              listen.call(this, type, (event) => this.frozen || listener(event));
            };
            window.freeze = () => all.forEach((each) => (each.frozen = true));
            """;

    private static Chromium.Shared shared;

    private TestGateway gateway;
    private Crm crm;
    private final List<Chromium> browsers = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void startTheBrowser() {
        shared = new Chromium.Shared();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
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
        // of the same origin: browsers let no page of the driver's making connect to this machine
        gateway.site.get("/host", Access.PUBLIC, EmbedInBrowserTest::showHostPage);
        gateway.site.post("/belfry-ticket", Access.PUBLIC, this::giveTicket);
        crm = new Crm(gateway.vertx);
        page = annasPage();
    }

    @AfterEach
    void stop() {
        browsers.forEach(Chromium::close);
        crm.close();
        gateway.close();
    }

    /** Of a browser that nobody has used before. */
    private Page annasPage() {
        Chromium browser = shared.user(Chromium.Setup.PLAIN);
        browsers.add(browser);
        return browser.firstPage();
    }

    private static void showHostPage(RoutingContext rc) {
        rc.response().headers().remove("Content-Security-Policy");
        rc.response().putHeader("Content-Type", "text/html; charset=utf-8").end(HOST_PAGE);
    }

    private void giveTicket(RoutingContext rc) {
        Principal anna = Principal.agent(ANNA.user(), ANNA.name(), ANNA.id());
        gateway.site
                .ticket(anna, anna)
                .onSuccess(ticket -> Rest.json(rc, 200, new JsonObject().put("ticket", ticket)))
                .onFailure(rc::fail);
    }

    private void open(Page which) {
        which.navigate(gateway.origin() + "/host");
        isLive(which);
        which.waitForFunction("() => missed !== null");
    }

    private static void isLive(Page which) {
        assertThat(which.locator("belfry-calls [data-live]")).hasAttribute("data-live", "live");
    }

    /** What the driver has between page and server, which it can change or leave out. */
    private void between(UnaryOperator<String> fromPage, UnaryOperator<String> fromServer) {
        page.routeWebSocket(
                Pattern.compile(".*/agent/socket.*"),
                socket -> {
                    WebSocketRoute server = socket.connectToServer();
                    socket.onMessage(frame -> hand(fromPage.apply(frame.text()), server));
                    server.onMessage(frame -> hand(fromServer.apply(frame.text()), socket));
                });
    }

    private static void hand(String text, WebSocketRoute to) {
        if (!text.isEmpty()) {
            to.send(text);
        }
    }

    private ScreenPop pop(String id) {
        return Samples.pop(
                id, crm.url("/" + id), OpenMode.NEW_TAB, "pbx1:1.1", gateway.clock.instant());
    }

    private Object opened() {
        return page.evaluate("() => opened");
    }

    private Object idsMissed() {
        return page.evaluate("() => missed.pages.map((each) => each.id)");
    }

    /** The driver works only while it is waited for. */
    private Delivery finallyOf(Future<Delivery> asked) {
        page.waitForCondition(asked::isComplete);
        return await(asked);
    }

    private void untilDelivered(Outcome outcome, String detail) {
        page.waitForCondition(
                () ->
                        gateway.deliveries.stream()
                                .anyMatch(
                                        each ->
                                                each.outcome() == outcome
                                                        && each.detail().equals(detail)));
    }

    @Test
    void whatCameWhileThePageWasAwayIsListedAndToldToTheHost() {
        await(gateway.show(pop("p1")));
        await(gateway.show(pop("p2")));
        gateway.clock.goOn(Duration.ofSeconds(45));

        open(page);
        Locator part = page.locator("belfry-calls details");
        part.locator("summary").click();

        assertThat(part.locator("summary")).hasText("Missed (2)");
        assertThat(part.locator("li").first()).containsText("+390255512345");
        assertThat(idsMissed()).isEqualTo(List.of("p2", "p1"));
        assertThat(page.evaluate("() => missed.pages[0].url")).isEqualTo(crm.url("/p2"));
        assertThat((Integer) page.evaluate("() => missed.pages[0].offline")).isBetween(45, 90);
        assertThat(page.evaluate("() => missed.older")).isEqualTo(0);
        assertThat(opened()).isEqualTo(List.of());

        part.locator("[data-pop=p1] [data-action=open]").click();
        untilDelivered(Outcome.OPENED, "by hand");
        assertThat(crm.next()).isEqualTo("/p1");
        page.waitForFunction("() => missed.pages.length === 1");

        page.evaluate(
                "() => dispatchEvent(new CustomEvent('belfry:shown', { detail: { id: 'p2' } }))");
        untilDelivered(Outcome.OPENED, "inside the customer's page");
        page.waitForFunction("() => missed.pages.length === 0");
        assertThat(part).isHidden();
    }

    @Test
    void ofALongAbsenceTheNewestHundredAreListedAndTheOthersCounted() {
        for (int i = 0; i < 120; i++) {
            await(gateway.show(pop("p" + i)));
        }
        gateway.clock.goOn(Duration.ofSeconds(45));

        open(page);

        assertThat(page.evaluate("() => missed.pages.length")).isEqualTo(100);
        assertThat(page.evaluate("() => missed.pages[0].id")).isEqualTo("p119");
        assertThat(page.evaluate("() => missed.older")).isEqualTo(20);
        assertThat(page.locator("belfry-calls details p"))
                .hasText("and 20 older ones that the list has no room for");
    }

    @Test
    void aPopThatWaitedInASleepingTabIsListedAndNotOpened() {
        between(text -> text, EmbedInBrowserTest::asIfSentLongAgo);
        open(page);

        Delivery answer = finallyOf(gateway.show(pop("p1")));

        assertThat(answer.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(answer.detail()).isEqualTo("the page was asleep");
        page.waitForFunction("() => missed.pages.length === 1");
        assertThat(opened()).isEqualTo(List.of());
    }

    @Test
    void whenTheClockOfTheComputerIsSetThePageStillOpens() {
        open(page);
        page.evaluate("() => { const was = Date.now; Date.now = () => was() + 120_000; }");

        Delivery answer = finallyOf(gateway.show(pop("p1")));

        assertThat(answer.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(opened()).isEqualTo(List.of("p1"));
    }

    private static String asIfSentLongAgo(String text) {
        JsonObject message = new JsonObject(text);
        return message.getString("type").equals("open")
                ? message.put("sent", message.getLong("sent") - 31_000).encode()
                : text;
    }

    @Test
    void anAnswerThatWasLostWithTheConnectionIsGivenAgain() {
        AtomicBoolean cut = new AtomicBoolean(true);
        between(text -> text.contains("\"ack\"") && cut.get() ? "" : text, text -> text);
        open(page);

        gateway.show(pop("p1"));
        page.waitForFunction("() => opened.length === 1");
        cut.set(false);
        gateway.dropConnections();

        untilDelivered(Outcome.OPENED, "inside the customer's page");
        assertThat(opened()).isEqualTo(List.of("p1"));
        assertThat(idsMissed()).isEqualTo(List.of());
    }

    @Test
    void tabsOfABrowserSayThatTheyAreAndKnowFromEachOtherWhatWasOpened() {
        List<JsonObject> hellos = new ArrayList<>();
        Page tab = browsers.get(0).newPage();
        Page elsewhere = annasPage();
        List.of(page, tab, elsewhere).forEach(each -> listen(each, hellos));
        open(page);
        finallyOf(gateway.show(pop("p1")));
        open(tab);
        open(elsewhere);
        page.reload();
        isLive(page);

        assertThat(hellos).hasSize(4);
        List<String> names = hellos.stream().map(each -> each.getString("browser")).toList();
        assertThat(names.get(0)).isNotEmpty().isEqualTo(names.get(1)).isEqualTo(names.get(3));
        assertThat(names.get(2)).isNotEmpty().isNotEqualTo(names.get(0));
        assertThat(hellos.get(0).getLong("lastSeq")).isZero();
        assertThat(hellos.get(3).getLong("lastSeq")).isPositive();
        assertThat(hellos.get(3).getString("boot")).isNotEmpty();
        assertThat((String) tab.evaluate("() => localStorage.getItem('belfry.embed.acks')"))
                .contains("\"p1\"");
    }

    private static void listen(Page which, List<JsonObject> hellos) {
        which.onWebSocket(
                socket ->
                        socket.onFrameSent(
                                frame -> {
                                    if (frame.text().contains("\"hello\"")) {
                                        hellos.add(new JsonObject(frame.text()));
                                    }
                                }));
    }

    @Test
    void backFromAnotherNetworkADeadConnectionIsNoticedAtOnce() {
        page.addInitScript(SOCKETS_THAT_CAN_FREEZE);
        open(page);

        page.evaluate("() => freeze()");
        page.evaluate("() => dispatchEvent(new Event('online'))");

        page.waitForFunction("() => states.join() === 'false,true,false,true'");
    }

    @Test
    void aPageThatBecomesVisibleAsksWhetherTheServerIsThere() {
        AtomicBoolean asked = new AtomicBoolean();
        between(
                text -> {
                    asked.compareAndSet(false, text.contains("\"check\""));
                    return text;
                },
                text -> text);
        open(page);

        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");

        page.waitForCondition(asked::get);
        isLive(page);
    }
}
