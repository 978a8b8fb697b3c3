package io.belfry.core.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * A page of a list that fits into memory, as REST asks for it with {@code limit} and {@code
 * cursor}. The cursor names the last item that was read, so that nothing is left out or told twice
 * when something before it came or went in between; its place counts only when that item is gone.
 *
 * @param place how many items were read
 * @param last mark of the last item that was read; empty at the begin
 */
public record ListPage(int place, String last, int limit) {
    private static final int MARK = 10;

    /**
     * @param usual items of a page when nobody says how many
     * @param most that somebody may ask for
     * @throws Problem 400 for what is no page of ours
     */
    public static ListPage asked(RoutingContext rc, int usual, int most) {
        int limit = Rest.limit(rc, usual, most);
        String cursor = Rest.query(rc, "cursor");
        if (cursor.isEmpty()) {
            return new ListPage(0, "", limit);
        }
        if (!cursor.matches("\\d{1,7}-[0-9a-f]{10}")) {
            throw Problem.badRequest("cursor must be the next of another page of this list.");
        }
        int dash = cursor.indexOf('-');
        return new ListPage(
                Integer.parseInt(cursor.substring(0, dash)), cursor.substring(dash + 1), limit);
    }

    public void answer(RoutingContext rc, List<JsonObject> all) {
        int begin = begin(all);
        int end = Math.min(all.size(), begin + limit);
        String next = end < all.size() ? end + "-" + mark(all.get(end - 1)) : "";
        Rest.page(rc, all.subList(begin, end), next);
    }

    private int begin(List<JsonObject> all) {
        if (last.isEmpty()) {
            return 0;
        }
        if (place >= 1 && place <= all.size() && mark(all.get(place - 1)).equals(last)) {
            return place;
        }
        for (int i = 0; i < all.size(); i++) {
            if (mark(all.get(i)).equals(last)) {
                return i + 1;
            }
        }
        return Math.min(place, all.size());
    }

    /** Of the thing and not of its state, if it has an id. */
    private static String mark(JsonObject item) {
        Object id = item.getValue("id");
        return Tokens.hash(id == null ? item.encode() : id.toString()).substring(0, MARK);
    }
}
