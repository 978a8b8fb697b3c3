package io.belfry.adminweb;

import io.belfry.adminweb.openapi.Description;
import io.belfry.core.web.Access;
import io.belfry.core.web.ListPage;
import io.belfry.core.web.Site;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** What REST has in common: where it lives, and its description. Each resource is its own class. */
final class RestApi {
    static final String BASE = "/api/v1";

    private static final int USUAL = 200;
    private static final int MOST = 1_000;

    private volatile Buffer description = Buffer.buffer();

    void mount(Site site) {
        site.get(BASE + "/openapi.json", Access.PUBLIC, rc -> describe(site, rc));
    }

    private void describe(Site site, RoutingContext rc) {
        if (description.length() == 0) {
            // when somebody asks, all modules have mounted what they have
            description = Description.of(site.routes()).toBuffer();
        }
        rc.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-cache")
                .end(description);
    }

    /** Under which the reader came to us, for examples that he can copy. */
    static String origin(RoutingContext rc) {
        return rc.request().scheme() + "://" + rc.request().authority();
    }

    /** Of a list of settings. */
    static ListPage page(RoutingContext rc) {
        return ListPage.asked(rc, USUAL, MOST);
    }
}
