package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the looks at the clock and at the database when somebody has his answer. */
class PatienceTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private HttpClientResponse get(HttpServer server, String path) {
        HttpClient client = vertx.createHttpClient();
        return await(
                client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                        .compose(HttpClientRequest::send));
    }

    private Patience patience(Runnable look) {
        return new Patience(
                vertx,
                Duration.ofSeconds(30),
                () -> {
                    look.run();
                    return Optional.empty();
                });
    }

    private static void limited(Router router, String path, Patience patience) {
        router.get(path)
                .handler(
                        rc -> {
                            patience.limit(rc);
                            rc.next();
                        });
    }

    @Test
    void nobodyLooksAtTheDatabaseForAStreamThatHasBegun() {
        AtomicInteger looks = new AtomicInteger();
        Promise<Void> looked = Promise.promise();
        Router router = Router.router(vertx);
        limited(router, "/stream", patience(looks::incrementAndGet));
        limited(router, "/page", patience(looked::tryComplete));
        router.get("/stream").handler(rc -> rc.response().setChunked(true).write("begun"));
        router.get("/page").handler(rc -> looked.future().onSuccess(seen -> rc.end()));
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

        get(server, "/stream");
        // the page comes later, and by its first look the stream would have had its own
        get(server, "/page");

        assertThat(looks).hasValue(0);
    }

    @Test
    void whatIsKnownTooLateHarmsNobody() {
        Promise<Void> gate = Promise.promise();
        Promise<String> done = Promise.promise();
        try (TestSite site =
                new TestSite(
                        SiteConfig.defaults(),
                        Duration.ofMillis(300),
                        all ->
                                all.get(
                                        "/late",
                                        Access.PUBLIC,
                                        rc ->
                                                gate.future()
                                                        .map(
                                                                open -> {
                                                                    Site.status(rc, 422);
                                                                    Site.header(rc, "A", "b");
                                                                    Preferences.language(
                                                                            rc, "it", false);
                                                                    Site.redirect(rc, "/");
                                                                    return all.views();
                                                                })
                                                        .compose(
                                                                views ->
                                                                        views.show(
                                                                                rc,
                                                                                "sample-bare",
                                                                                Map.of()))
                                                        .map("quietly")
                                                        .onComplete(done)))) {
            int told = site.browser().get("/late").statusCode();
            gate.complete();

            assertThat(told).isEqualTo(503);
            assertThat(await(done.future())).isEqualTo("quietly");
        }
    }
}
