package io.belfry.agentgateway;

import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.egress.AddressRange;
import io.belfry.core.egress.AddressRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSitesTest {
    private static final GatewayLimits PATIENT =
            GatewayLimits.DEFAULT.framing(Duration.ofSeconds(20));

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
    private final Context context = vertx.getOrCreateContext();
    private final HttpServer site =
            await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    private FrameSites sites = sites("127.0.0.0/8", PATIENT);
    private volatile boolean closed = true;

    private void answer(HttpServerRequest request) {
        asked.add(request.method() + " " + request.uri());
        String path = request.path();
        if (path.equals("/held")) {
            held.add(request);
            return;
        }
        if (path.startsWith("/to/")) {
            request.response().setStatusCode(302).putHeader("Location", path.substring(3)).end();
        } else if (path.startsWith("/status/")) {
            // what a challenge or an error says of frames is not what the page says
            request.response()
                    .setStatusCode(Integer.parseInt(path.substring(8)))
                    .putHeader("X-Frame-Options", "DENY")
                    .end();
        } else {
            say(request);
        }
    }

    private void say(HttpServerRequest request) {
        if (closed) {
            request.response().putHeader("X-Frame-Options", "DENY");
        }
        request.response().end();
    }

    private FrameSites sites(String allowed, GatewayLimits limits) {
        return new FrameSites(
                vertx, clock, new AddressRules(List.of(AddressRange.parse(allowed))), limits);
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void aSiteIsAskedOnceWithoutQueryAndFragment() {
        assertThat(word("/customer?number=%2B39#notes").isClosed()).isTrue();
        assertThat(word("/another").isClosed()).isTrue();

        assertThat(asked).containsExactly("HEAD /customer");
    }

    @Test
    void onlyPagesForFramesAreAskedFor() {
        await(ask(OpenMode.NEW_TAB, url("/a")));

        assertThat(asked).isEmpty();
        assertThat(word("/b").isClosed()).isTrue();
    }

    @Test
    void whatASiteSaidIsAskedAnewAfterSomeMinutesAndNobodyWaitsForIt() throws Exception {
        assertThat(word("/a").isClosed()).isTrue();
        clock.goOn(Duration.ofMinutes(9));
        assertThat(word("/held").isClosed()).isTrue();
        assertThat(asked).hasSize(1);
        clock.goOn(Duration.ofMinutes(2));
        closed = false;

        assertThat(word("/held").isClosed()).as("known so far").isTrue();
        say(held.poll(20, TimeUnit.SECONDS));

        until(() -> word("/a").equals(FramePolicy.NONE));
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatWasKnownStaysWhenTheSiteDoesNotAnswerAnyMore() {
        assertThat(word("/a").isClosed()).isTrue();
        clock.goOn(Duration.ofMinutes(11));

        word("/status/503");
        until(() -> asked.size() == 2);
        // it is asked again only when that answer was understood
        until(
                () -> {
                    clock.goOn(Duration.ofMinutes(2));
                    assertThat(word("/status/503").isClosed()).isTrue();
                    return asked.size() > 2;
                });
    }

    @Test
    void pagesThatComeTogetherAskOnce() {
        Promise<Void> both = Promise.promise();
        context.runOnContext(
                now ->
                        Future.join(
                                        sites.ask(pop(OpenMode.NEW_FRAME, url("/a"))),
                                        sites.ask(pop(OpenMode.NEW_FRAME, url("/b"))))
                                .<Void>mapEmpty()
                                .onComplete(both));
        await(both.future());

        assertThat(asked).hasSize(1);
        assertThat(word("/c").isClosed()).isTrue();
    }

    @Test
    void aSiteThatDoesNotAnswerIsUnknownAndNotWaitedForAgain() throws Exception {
        sites = sites("127.0.0.0/8", GatewayLimits.DEFAULT.framing(Duration.ofMillis(50)));

        assertThat(word("/held")).isEqualTo(FramePolicy.unknown("no answer within 50 ms"));
        assertThat(word("/a").unknown()).isNotEmpty();
        assertThat(held.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(asked).containsExactly("HEAD /held");

        sites = sites("127.0.0.0/8", PATIENT);
        assertThat(word("/a").isClosed()).isTrue();
    }

    @Test
    void theWholeWayIsWaitedForNoLongerThanOneAnswer() {
        sites = sites("127.0.0.0/8", GatewayLimits.DEFAULT.framing(Duration.ofMillis(50)));

        assertThat(word("/to/held").unknown()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void aPageAtTheSameSiteIsFollowed() {
        assertThat(word("/to/to/login").isClosed()).isTrue();

        assertThat(asked).containsExactly("HEAD /to/to/login", "HEAD /to/login", "HEAD /login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/to//other.example/",
                "/to/to/to/to/to/far",
                "/status/301",
                "/status/401",
                "/status/403",
                "/status/405",
                "/status/500"
            })
    void whatIsNotThePageSaysNothingOfIt(String path) {
        FramePolicy policy = word(path);

        assertThat(policy.isClosed()).isFalse();
        assertThat(policy.unknown()).isNotEmpty();
    }

    @Test
    void aSiteThatThisServerMayNotReachIsNotAskedAndSaidToBeUnknown() {
        sites = sites("10.0.0.0/8", PATIENT);

        assertThat(word("/a").unknown()).isNotEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void noMoreSitesAreRememberedThanTheLimit() {
        for (int at = 0; at < PATIENT.framed() + 10; at++) {
            await(ask(OpenMode.NEW_FRAME, "http://10.0." + at / 250 + "." + at % 250 + "/"));
        }

        assertThat(sites.of("http://10.0.0.0/")).isEqualTo(FramePolicy.NONE);
        assertThat(sites.of("http://10.0.1.1/").unknown()).isNotEmpty();
    }

    private FramePolicy word(String path) {
        await(ask(OpenMode.NEW_FRAME, url(path)));
        return sites.of(url(path));
    }

    private Future<Void> ask(OpenMode mode, String url) {
        Promise<Void> known = Promise.promise();
        context.runOnContext(now -> sites.ask(pop(mode, url)).onComplete(known));
        return known.future();
    }

    private void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come true").isLessThan(end);
            await(vertx.timer(5, TimeUnit.MILLISECONDS));
        }
    }

    private ScreenPop pop(OpenMode mode, String url) {
        return Samples.pop("p1", url, mode, "", clock.instant());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + site.actualPort() + path;
    }
}
