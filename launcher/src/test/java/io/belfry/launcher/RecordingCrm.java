package io.belfry.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A customer's web application on an origin of its own, which notes each request for a page. */
final class RecordingCrm implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    RecordingCrm(Vertx vertx) {
        server =
                TestServer.await(
                        vertx.createHttpServer()
                                .requestHandler(this::answer)
                                .listen(0, "127.0.0.1"));
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/favicon.ico")) {
            request.response().setStatusCode(404).end();
            return;
        }
        requests.add(request.uri());
        request.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end("<!doctype html><title>Acme CRM</title><h1>Orders</h1>");
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    /** All so far, path and query as they came over the wire. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Waits until there have been so many; more are for the assertion to find. */
    List<String> requests(int atLeast) {
        return TestServer.until(
                atLeast + " requests at the CRM",
                () -> Optional.of(requests()).filter(all -> all.size() >= atLeast));
    }

    void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        TestServer.await(server.close());
    }
}
