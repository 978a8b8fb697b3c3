package io.belfry.adminweb;

import io.belfry.core.web.Access;
import io.belfry.core.web.Site;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What REST has in common: where it lives, and its description. Each resource is its own class. */
final class RestApi {
    static final String BASE = "/api/v1";

    private final Buffer description;

    RestApi() {
        this.description = read();
    }

    void mount(Site site) {
        site.get(BASE + "/openapi.json", Access.PUBLIC, this::describe);
    }

    private void describe(RoutingContext rc) {
        rc.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-cache")
                .end(description);
    }

    private static Buffer read() {
        try (InputStream in = RestApi.class.getResourceAsStream("openapi.json")) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json is not in the jar", e);
        }
    }
}
