package io.belfry.adminweb;

import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * A page of a list that fits into memory, as REST asks for it with {@code limit} and {@code
 * cursor}.
 */
record Pages(int from, int limit) {
    private static final int USUAL = 200;
    private static final int LARGEST = 1000;

    /**
     * @throws Problem 400 for what is no page of ours
     */
    static Pages asked(RoutingContext rc) {
        String cursor = Rest.query(rc, "cursor");
        if (!cursor.matches("\\d{0,7}")) {
            throw Problem.badRequest("cursor must be the next of another page of this list.");
        }
        return new Pages(
                cursor.isEmpty() ? 0 : Integer.parseInt(cursor), Rest.limit(rc, USUAL, LARGEST));
    }

    void answer(RoutingContext rc, List<JsonObject> all) {
        int begin = Math.min(from, all.size());
        int end = Math.min(all.size(), begin + limit);
        Rest.page(rc, all.subList(begin, end), end < all.size() ? Integer.toString(end) : "");
    }
}
