package io.belfry.agentgateway;

import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameSitesTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Context context = vertx.getOrCreateContext();
    private final HttpServer site =
            await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    private FrameSites sites = sites("127.0.0.0/8");
    private volatile boolean closed = true;

    private void answer(HttpServerRequest request) {
        asked.add(request.method() + " " + request.uri());
        if (request.path().equals("/never")) {
            return;
        }
        if (closed) {
            request.response().putHeader("X-Frame-Options", "DENY");
        }
        request.response().end();
    }

    private FrameSites sites(String allowed) {
        return new FrameSites(vertx, clock, new AddressRules(List.of(AddressRange.parse(allowed))));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void aSiteIsAskedOnceForItsPathWithoutWhatTheCallAdds() {
        assertThat(forbids("/customer?number=%2B39#notes")).isTrue();
        assertThat(forbids("/another")).isTrue();

        assertThat(asked).containsExactly("HEAD /customer");
    }

    @Test
    void whatASiteSaidIsAskedAnewAfterSomeMinutes() {
        assertThat(forbids("/a")).isTrue();
        closed = false;
        clock.goOn(Duration.ofMinutes(9));
        assertThat(forbids("/a")).isTrue();

        clock.goOn(Duration.ofMinutes(2));

        assertThat(forbids("/a")).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void pagesThatComeTogetherAskOnce() {
        Promise<Void> both = Promise.promise();
        context.runOnContext(
                now ->
                        Future.join(sites.ask(url("/a")), sites.ask(url("/b")))
                                .<Void>mapEmpty()
                                .onComplete(both));
        await(both.future());

        assertThat(asked).hasSize(1);
    }

    @Test
    void aSiteThatDoesNotAnswerForbidsNothingAndIsNotWaitedForAgain() {
        assertThat(forbids("/never")).isFalse();
        assertThat(forbids("/a")).isFalse();
        assertThat(asked).containsExactly("HEAD /never");

        clock.goOn(Duration.ofMinutes(2));

        assertThat(forbids("/a")).isTrue();
    }

    @Test
    void aSiteThatThisServerMayNotReachIsNotAsked() {
        sites = sites("10.0.0.0/8");

        assertThat(forbids("/a")).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNoWebAddressIsNotAsked() {
        assertThat(forbidsUrl("javascript:alert(1)")).isFalse();
        assertThat(asked).isEmpty();
    }

    private boolean forbids(String path) {
        return forbidsUrl(url(path));
    }

    private boolean forbidsUrl(String url) {
        Promise<Boolean> known = Promise.promise();
        context.runOnContext(
                now -> sites.ask(url).map(done -> sites.forbid(url)).onComplete(known));
        return await(known.future());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + site.actualPort() + path;
    }
}
