package io.belfry.adminweb.openapi;

import io.belfry.core.web.DeclaredRoute;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of the REST interface in OpenAPI 3.1. Each resource has a file beside this class:
 * its {@code tag}, its {@code paths} and its {@code schemas}. What follows from other things is not
 * written there: who may use an operation is taken from the table of routes, and what all
 * operations of a kind have in common from {@link Operations} and {@link Schemas}.
 */
public final class Description {
    private static final String BASE = "/api/v1";

    /** In the order of the page. A new resource is a file and a name here. */
    static final List<String> RESOURCES =
            List.of(
                    "calls",
                    "realtime",
                    "agents",
                    "integrations",
                    "variables",
                    "pbxs",
                    "cluster",
                    "users",
                    "tokens");

    private Description() {}

    /**
     * @param routes all that are mounted; one that is not described is not in it, and one that is
     *     described and not mounted is left out
     */
    public static JsonObject of(List<DeclaredRoute> routes) {
        JsonObject description = read("base");
        JsonObject paths = new JsonObject();
        JsonObject schemas = description.getJsonObject("components").getJsonObject("schemas");
        JsonArray tags = new JsonArray();
        for (String resource : RESOURCES) {
            JsonObject file = read(resource);
            JsonObject tag = file.getJsonObject("tag");
            tags.add(tag);
            file.getJsonObject("paths")
                    .forEach(
                            each ->
                                    paths.put(
                                            each.getKey(),
                                            tagged((JsonObject) each.getValue(), tag)));
            file.getJsonObject("schemas")
                    .forEach(each -> schemas.put(each.getKey(), each.getValue()));
        }
        paths.mergeIn(description.getJsonObject("paths"));
        description.put("tags", tags.add(new JsonObject().put("name", "Description")));
        description.put("paths", mounted(paths, routes));
        Schemas.divide(description);
        return description;
    }

    private static JsonObject tagged(JsonObject methods, JsonObject tag) {
        methods.forEach(
                each ->
                        ((JsonObject) each.getValue())
                                .put("tags", new JsonArray().add(tag.getString("name"))));
        return methods;
    }

    private static JsonObject mounted(JsonObject paths, List<DeclaredRoute> routes) {
        JsonObject all = new JsonObject();
        paths.forEach(
                path -> {
                    JsonObject methods = new JsonObject();
                    ((JsonObject) path.getValue())
                            .forEach(
                                    each ->
                                            route(routes, each.getKey(), path.getKey())
                                                    .ifPresent(
                                                            route ->
                                                                    methods.put(
                                                                            each.getKey(),
                                                                            Operations.complete(
                                                                                    each,
                                                                                    path.getKey(),
                                                                                    route
                                                                                            .permit()))));
                    if (!methods.isEmpty()) {
                        all.put(path.getKey(), methods);
                    }
                });
        return all;
    }

    private static Optional<DeclaredRoute> route(
            List<DeclaredRoute> routes, String method, String path) {
        return routes.stream()
                .filter(DeclaredRoute::isRest)
                .filter(each -> each.method().equalsIgnoreCase(method))
                .filter(each -> pathOf(each).equals(path))
                .findFirst();
    }

    /** The path of a route of REST as the description writes it: {@code /calls/{id}}. */
    public static String pathOf(DeclaredRoute route) {
        return route.path().substring(BASE.length()).replaceAll(":([A-Za-z]+)", "{$1}");
    }

    static JsonObject read(String name) {
        try (InputStream in = Description.class.getResourceAsStream(name + ".json")) {
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ".json is not in the jar", e);
        }
    }

    static JsonObject ref(String kind, String name) {
        return new JsonObject(Map.of("$ref", "#/components/" + kind + "/" + name));
    }
}
