package io.belfry.adminweb;

import io.belfry.adminweb.openapi.DescribedOperations;
import io.belfry.adminweb.openapi.Description;
import io.belfry.adminweb.openapi.Operation.Group;
import io.belfry.core.web.Access;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** {@code /api/docs}: the description of REST for people, who can try it there. */
final class ApiDocsPages {
    private final Views views;
    private volatile List<Group> groups = List.of();

    ApiDocsPages(Views views) {
        this.views = views;
    }

    void mount(Site site) {
        site.get("/api/docs", Access.SUPERVISOR, rc -> show(site, rc));
    }

    private void show(Site site, RoutingContext rc) {
        if (groups.isEmpty()) {
            // when somebody asks, all modules have mounted what they have
            groups = DescribedOperations.of(Description.of(site.routes()));
        }
        views.show(rc, "admin/docs", Map.of("groups", groups, "origin", RestApi.origin(rc)));
    }
}
