package io.belfry.agentgateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A customer's web application, on another origin; it knows each request for one of its pages. */
final class Crm implements AutoCloseable {
    private static final int SECONDS = 15;

    private final HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();

    Crm(Vertx vertx) {
        server =
                TestGateway.await(
                        vertx.createHttpServer()
                                .requestHandler(this::answer)
                                .listen(0, "127.0.0.1"));
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/favicon.ico")) {
            request.response().setStatusCode(404).end();
            return;
        }
        if (request.method() == HttpMethod.HEAD) {
            asked.add(request.uri());
        } else {
            seen.add(request.uri());
            arriving.add(request.uri());
        }
        if (request.path().startsWith("/cuts")) {
            request.response().putHeader("Cross-Origin-Opener-Policy", "same-origin");
        }
        if (request.path().startsWith("/unframed")) {
            request.response().putHeader("X-Frame-Options", "SAMEORIGIN");
        }
        request.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(
                        "<!doctype html><title>Acme CRM</title><style>body{font:16px sans-serif;"
                                + "margin:24px;color:#234}dt{color:#678}</style><h1>Acme CRM</h1>"
                                + "<dl><dt>Customer<dd>Mario Verdi<dt>Order<dd>A-1001</dl>"
                                + "<script>window.hasOpener = window.opener !== null</script>");
    }

    String url(String path) {
        return "http://" + host() + path;
    }

    String host() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** Waits for the next request. */
    String next() {
        try {
            String uri = arriving.poll(SECONDS, TimeUnit.SECONDS);
            if (uri == null) {
                throw new AssertionError("no request reached the CRM in " + SECONDS + " s");
            }
            return uri;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<String> seen() {
        return List.copyOf(seen);
    }

    /** What was only asked after, with HEAD. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        TestGateway.await(server.close());
    }
}
