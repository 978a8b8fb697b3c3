package io.belfry.agentgateway;

import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.OpenMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Customers' pages inside the agents' page, and what happens to those that may not be there. */
class FramesInBrowserTest extends AgentInBrowser {
    @Test
    void aFrameOpensInsideThePageAndNeedsNoPermission() {
        open(Chromium.Setup.PLAIN);
        Chromium.untilNoClickCounts(page);

        Delivery delivery = await(gateway.show(pop("p1", "/one", OpenMode.NEW_FRAME)));

        assertThat(crm.next()).isEqualTo("/one");
        assertThat(delivery.outcome()).isEqualTo(Outcome.OPENED);
        page.frameLocator("iframe[data-pop='p1']").locator("text=Mario Verdi").waitFor();
        assertThat(page.url()).isEqualTo(gateway.origin() + "/agent");
        assertThat(browser.context().pages()).hasSize(1);
        page.click(".frame-tab .icon-button");
        assertThat(page.locator("iframe").count()).isZero();
        assertThat(crm.seen()).hasSize(1);
    }

    @Test
    void aSiteThatForbidsFramesGetsATabInstead() {
        open(Chromium.Setup.PLAIN.allowingPopups(gateway.origin()));
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=allowed]");
        Chromium.untilNoClickCounts(page);

        Delivery first = await(gateway.show(pop("p1", "/unframed?p=%2B39", OpenMode.NEW_FRAME)));
        Delivery second = await(gateway.show(pop("p2", "/unframed?p=2", OpenMode.NEW_FRAME)));

        assertThat(List.of(crm.next(), crm.next()))
                .containsExactlyInAnyOrder("/unframed?p=%2B39", "/unframed?p=2");
        assertThat(List.of(first, second))
                .allSatisfy(
                        delivery -> {
                            assertThat(delivery.outcome()).isEqualTo(Outcome.OPENED);
                            assertThat(delivery.detail()).isEqualTo(crm.host() + " forbids frames");
                        });
        browser.context().waitForCondition(() -> crmPages().size() == 2);
        assertThat(page.locator("iframe").count()).isZero();
        assertThat(crm.asked()).as("the site is asked once").containsExactly("/unframed");
    }

    @Test
    void aSiteThatForbidsFramesGetsTheWorkWindowInstead() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=work_window]");
        Chromium.untilNoClickCounts(page);

        Delivery delivery = await(gateway.show(pop("p1", "/unframed", OpenMode.NEW_FRAME)));

        assertThat(crm.next()).isEqualTo("/unframed");
        assertThat(delivery.outcome()).isEqualTo(Outcome.OPENED);
        assertThat(delivery.detail())
                .isEqualTo(crm.host() + " forbids frames; work window instead of new tab");
        assertThat(page.locator("iframe").count()).isZero();
    }

    @Test
    void aSiteThatForbidsFramesIsACardWithALinkWhenNothingElseMayOpen() {
        open(Chromium.Setup.PLAIN);
        Chromium.untilNoClickCounts(page);

        Delivery delivery = await(gateway.show(pop("p1", "/unframed", OpenMode.NEW_FRAME)));

        assertThat(delivery.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(delivery.detail()).startsWith(crm.host() + " forbids frames");
        page.click("[data-pop='p1'] [data-action=open]");
        assertThat(crm.next()).isEqualTo("/unframed");
        assertThat(page.locator("iframe").count()).isZero();
    }

    @Test
    void aSecurePageFramesNoInsecureOne() {
        openSecurely();

        assertThat(whyNoFrame("http://crm.example/")).contains("insecure");
        assertThat(
                        List.of(
                                whyNoFrame("https://crm.example/"),
                                whyNoFrame("http://localhost:8080/"),
                                whyNoFrame("http://127.0.0.1/")))
                .as("what is of this machine counts as secure")
                .containsOnly("");
    }

    /** As browsers read it, CSP Level 3, 6.7.2. */
    @Test
    void aSiteMayNameThePagesThatMayFrameIt() {
        openSecurely();

        assertThat(
                        Stream.of(
                                        "*",
                                        "https:",
                                        "HTTP:",
                                        "belfry.example",
                                        "https://belfry.example",
                                        "http://BELFRY.example",
                                        "*.example",
                                        "https://belfry.example:443",
                                        "https://belfry.example:*",
                                        "'self' https://other.example https://belfry.example/")
                                .map(this::whyNoFrameOf))
                .containsOnly("");
        assertThat(
                        Stream.of(
                                        "",
                                        "'none'",
                                        "'self'",
                                        "other.example",
                                        "https://example",
                                        "*.belfry.example",
                                        "https://belfry.example:8443",
                                        "wss://belfry.example",
                                        "data:",
                                        "https://[::1]")
                                .map(this::whyNoFrameOf))
                .containsOnly("crm.example forbids frames");
        assertThat(whyNoFrame("https://belfry.example/crm", "'self'")).isEmpty();
        assertThat(whyNoFrame("https://crm.example/", "*", "'none'")).isNotEmpty();
    }

    @Test
    void aPageThatMayNotBeFramedMayTakeThePlaceOfOneThatWasKept() {
        open(Chromium.Setup.PLAIN);
        startWork();
        Chromium.untilSeen(page, "#opens[data-opens=work_window]");
        await(gateway.show(pop("p0", "/kept", OpenMode.WORK_WINDOW)));
        Chromium.click(page, "#opens-keep input");
        Chromium.untilNoClickCounts(page);

        Delivery delivery =
                await(
                        gateway.show(
                                Samples.pop(
                                        "p1",
                                        crm.url("/unframed"),
                                        OpenMode.NEW_FRAME,
                                        "pbx1:9.9",
                                        now())));

        assertThat(delivery.outcome()).isEqualTo(Outcome.CARD);
        page.click("[data-pop='p1'] [data-action=open-here]");
        assertThat(List.of(crm.next(), crm.next())).containsExactly("/kept", "/unframed");
        assertThat(browser.context().pages()).hasSize(2);
    }

    private void fromTheGateway(Route route) {
        String there = route.request().url().replace("https://belfry.example", gateway.origin());
        route.fulfill(
                new Route.FulfillOptions()
                        .setResponse(route.fetch(new Route.FetchOptions().setUrl(there))));
    }

    private void openSecurely() {
        browser = shared.user(Chromium.Setup.PLAIN);
        page = browser.firstPage();
        page.route("https://belfry.example/**", this::fromTheGateway);
        page.navigate("https://belfry.example/agent/login");
    }

    private String whyNoFrameOf(String sources) {
        return whyNoFrame("https://crm.example/", sources);
    }

    private String whyNoFrame(String address, String... policies) {
        List<List<String>> ancestors =
                Stream.of(policies)
                        .map(sources -> List.of(sources.split(" ")))
                        .map(each -> each.get(0).isEmpty() ? List.<String>of() : each)
                        .toList();
        return (String)
                page.evaluate(
                        """
                        async ([url, ancestors]) => {
                          document.body.dataset.settings = "{}";
                          const { Frames } = await import("/static/agent/frames.js");
                          return Frames.prototype.whyNot({ mode: "new_frame", url, frame: { ancestors } });
                        }
                        """,
                        List.of(address, ancestors));
    }
}
