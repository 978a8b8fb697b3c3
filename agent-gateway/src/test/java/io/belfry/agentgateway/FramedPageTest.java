package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.BRUNO;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.Samples.taken;
import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens while a page waits to know whether its site allows frames. */
class FramedPageTest {
    private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
    private TestGateway gateway;
    private HttpServer site;

    private void start(Duration framing) {
        gateway = new TestGateway(GatewayLimits.DEFAULT.framing(framing));
        site =
                await(
                        gateway.vertx
                                .createHttpServer()
                                .requestHandler(asked::add)
                                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        await(site.close());
        gateway.close();
    }

    @Test
    void thePageIsToldWhoMayFrameItsSite() throws Exception {
        start(Duration.ofSeconds(20));
        AgentClient page = AgentClient.page(gateway, "anna");

        Future<Delivery> first = gateway.show(pop("p1"));
        answerOfTheSite();
        JsonObject command = page.next("open");
        page.ack("p1", "opened", "");
        await(first);
        gateway.show(pop("p2"));

        JsonObject denied = new JsonObject().put("ancestors", new JsonArray("[[\"'none'\"]]"));
        assertThat(command.getJsonObject("frame")).isEqualTo(denied);
        assertThat(page.next("open").getJsonObject("frame")).isEqualTo(denied);
        assertThat(asked).as("the site is asked once").isEmpty();
    }

    @Test
    void aPageWhoseSiteSaysNothingOpensAllTheSameAndSaysSo() {
        start(Duration.ofMillis(50));
        AgentClient page = AgentClient.page(gateway, "anna");

        Future<Delivery> answer = gateway.show(pop("p1"));

        assertThat(page.next("open").getJsonObject("frame").getString("unknown"))
                .isEqualTo("no answer within 50 ms");
        page.ack("p1", "opened", "frame");
        assertThat(await(answer).outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void whoAsksTwiceMeanwhileGetsOnePage() throws Exception {
        start(Duration.ofSeconds(20));
        AgentClient page = AgentClient.page(gateway, "anna");

        ScreenPop pop = pop("p1");
        Future<Delivery> one = gateway.show(pop);
        Future<Delivery> two = gateway.show(pop);
        answerOfTheSite();
        page.next("open");
        page.ack("p1", "opened", "");

        assertThat(await(one).outcome()).isEqualTo(Outcome.OPENED);
        assertThat(await(two)).isEqualTo(await(one));
        assertThat(page.untilNow()).noneMatch(each -> each.getString("type").equals("open"));
    }

    @Test
    void aCallThatAColleagueTakesMeanwhileOpensNoPage() throws Exception {
        start(Duration.ofSeconds(20));
        AgentClient page = AgentClient.page(gateway, "anna");
        gateway.happens(ringing(call("1.1"), ANNA, gateway.clock.instant()));
        page.next("call");

        Future<Delivery> answer = gateway.show(pop("p1"));
        HttpServerRequest question = asked.poll(20, TimeUnit.SECONDS);
        gateway.clock.goOn(Duration.ofMillis(300));
        gateway.happens(taken(call("1.1"), ANNA, BRUNO.name(), gateway.clock.instant()));
        page.next("taken");
        deny(question);

        assertThat(await(answer).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(page.untilNow()).noneMatch(each -> each.getString("type").equals("open"));
    }

    private void answerOfTheSite() throws InterruptedException {
        deny(asked.poll(20, TimeUnit.SECONDS));
    }

    private static void deny(HttpServerRequest question) {
        assertThat(question).as("nobody asked the site").isNotNull();
        question.response().putHeader("X-Frame-Options", "DENY").end();
    }

    private ScreenPop pop(String id) {
        String url = "http://127.0.0.1:" + site.actualPort() + "/" + id;
        return Samples.pop(id, url, OpenMode.NEW_FRAME, "pbx1:1.1", gateway.clock.instant());
    }
}
