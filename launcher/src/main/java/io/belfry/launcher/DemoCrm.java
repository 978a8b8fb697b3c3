package io.belfry.launcher;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The customer's application of the demo: shows what it was called with, so that one sees what a
 * page gets to know.
 */
final class DemoCrm {
    private static final int MAX_SHOWN = 200;
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1f2a2c;background:#f4f1ec}"
                    + "header{background:#5b3f8c;color:#fff;padding:14px 24px;font-weight:600}"
                    + "main{max-width:640px;margin:32px auto;padding:24px;background:#fff;border-radius:6px}"
                    + "h1{font-size:22px;margin:0 0 16px}"
                    + "dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 24px;margin:0}"
                    + "dt{color:#5c6669}dd{margin:0;font-weight:600;overflow-wrap:anywhere}";

    private DemoCrm() {}

    /**
     * @return where it listens, on loopback, at a port that the system chooses
     */
    static Future<HttpServer> start(Vertx vertx) {
        return vertx.createHttpServer().requestHandler(DemoCrm::answer).listen(0, "127.0.0.1");
    }

    private static void answer(HttpServerRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        request.params().forEach(parameters::put);
        String rows =
                parameters.entrySet().stream()
                        .map(
                                each ->
                                        "<dt>"
                                                + escaped(each.getKey())
                                                + "</dt><dd>"
                                                + escaped(each.getValue())
                                                + "</dd>")
                        .collect(Collectors.joining());
        request.response()
                .putHeader("content-type", "text/html; charset=utf-8")
                .end(
                        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport"
                                + " content=\"width=device-width\"><title>Demo CRM</title><style>"
                                + STYLE
                                + "</style><header>Demo CRM</header><main><h1>"
                                + escaped(request.path())
                                + "</h1><dl>"
                                + rows
                                + "</dl></main></html>");
    }

    private static String escaped(String text) {
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return shown.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
