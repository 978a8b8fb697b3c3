package io.belfry.core.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How programs are answered: one shape for errors, one for lists, one way to read what they send.
 */
public final class Rest {
    private static final String JSON = "application/json; charset=utf-8";

    private Rest() {}

    /** {@code {"error": {"code", "message", "fields"}}}; fields only when there are some. */
    public static void error(
            RoutingContext rc,
            int status,
            String code,
            String message,
            Map<String, String> fields) {
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        if (!fields.isEmpty()) {
            JsonObject each = new JsonObject();
            fields.forEach(each::put);
            error.put("fields", each);
        }
        json(rc, status, new JsonObject().put("error", error));
    }

    /**
     * @param body JsonObject, JsonArray, or maps and lists of plain values
     */
    public static void json(RoutingContext rc, int status, Object body) {
        Buffer json = Json.encodeToBuffer(body);
        settled(rc, status, "", json, json);
    }

    /**
     * Something was made; who waits no longer finds it when he asks again with the same key.
     *
     * @param location where it is
     */
    public static void created(RoutingContext rc, String location, JsonObject body) {
        Buffer json = body.toBuffer();
        settled(rc, 201, location, json, json);
    }

    /**
     * The same with something that is told once and kept nowhere.
     *
     * @param secret field of the body that is left out of what is kept for who asks again
     */
    public static void createdOnce(
            RoutingContext rc, String location, JsonObject body, String secret) {
        JsonObject kept = body.copy();
        kept.remove(secret);
        settled(rc, 201, location, body.toBuffer(), kept.toBuffer());
    }

    private static void settled(
            RoutingContext rc, int status, String location, Buffer body, Buffer kept) {
        Idempotency.settle(rc, status, location, kept)
                .onComplete(done -> send(rc, status, location, body));
    }

    /**
     * @param location empty for none
     */
    static void send(RoutingContext rc, int status, String location, Buffer json) {
        if (Site.isAnswered(rc)) {
            return;
        }
        if (!location.isEmpty()) {
            rc.response().putHeader("Location", location);
        }
        rc.response()
                .setStatusCode(status)
                .putHeader("Content-Type", JSON)
                .putHeader("Cache-Control", "no-store")
                .end(json);
    }

    /** Done, and there is nothing to say. */
    public static void noContent(RoutingContext rc) {
        if (!Site.isAnswered(rc)) {
            rc.response().setStatusCode(204).end();
        }
    }

    /**
     * All lists look alike.
     *
     * @param next cursor of the page that follows; empty for the last, which is null outside
     */
    public static void page(RoutingContext rc, List<JsonObject> items, String next) {
        json(
                rc,
                200,
                new JsonObject()
                        .put("items", new JsonArray(items))
                        .put("next", next.isEmpty() ? null : next));
    }

    /**
     * How many items a page shall have: the query's {@code limit}.
     *
     * @throws Problem when it is no number from 1 to the most
     */
    public static int limit(RoutingContext rc, int usual, int most) {
        String asked = query(rc, "limit");
        if (asked.isEmpty()) {
            return usual;
        }
        if (!asked.matches("[0-9]{1,6}")
                || Integer.parseInt(asked) < 1
                || Integer.parseInt(asked) > most) {
            throw Problem.badRequest("limit must be a number from 1 to " + most + ".");
        }
        return Integer.parseInt(asked);
    }

    /** A parameter of the query, once; empty when it is not there. */
    public static String query(RoutingContext rc, String name) {
        String value = rc.queryParams().get(name);
        return value == null ? "" : value;
    }

    /**
     * Parses the body before the handler sees it. What is not JSON, or no object, is answered 400
     * with line and column; another content type 415.
     */
    public static Handler<RoutingContext> withBody(BiConsumer<RoutingContext, JsonObject> handler) {
        return rc -> {
            String type = rc.request().getHeader("Content-Type");
            if (type == null || !isJson(type)) {
                throw new Problem(
                        415,
                        "unsupported_media_type",
                        "Send the body as Content-Type: application/json.",
                        Map.of());
            }
            handler.accept(rc, JsonBody.parse(rc.body().buffer()));
        };
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase("application/json");
    }
}
