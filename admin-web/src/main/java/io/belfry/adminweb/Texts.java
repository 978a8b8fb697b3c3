package io.belfry.adminweb;

import io.belfry.core.web.Views;
import io.vertx.ext.web.RoutingContext;

/** What handlers themselves say, in the reader's language. */
final class Texts {
    private Texts() {}

    static String of(RoutingContext rc, Views views, String key, Object... parameters) {
        return views.messages().text(Views.locale(rc), key, parameters);
    }

    /** Of an editor: what is edited, or what kind of thing is new. */
    static String title(RoutingContext rc, Views views, String id, String newKey, String name) {
        return id.isEmpty() || name.isBlank() ? of(rc, views, newKey) : name;
    }
}
