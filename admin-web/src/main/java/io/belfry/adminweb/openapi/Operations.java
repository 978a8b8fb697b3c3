package io.belfry.adminweb.openapi;

import static io.belfry.adminweb.openapi.Description.ref;

import io.belfry.core.web.Access;
import io.belfry.core.web.Permit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes whole operations of what the files of the resources say in short. Beside the fields of
 * OpenAPI an operation there may have:
 *
 * <ul>
 *   <li>{@code takes}: schema of the JSON that is sent, with an {@code example} of it
 *   <li>{@code returns}, {@code creates}, {@code lists}: schema of what is answered with 200, with
 *       201, or as the items of a page whose usual and largest size is {@code limit}; {@code
 *       answer} is an example of it
 *   <li>{@code removes}: answered with 204
 * </ul>
 *
 * Parameters of the path, answers that every operation of a kind has, and who may use it are added.
 */
final class Operations {
    private static final Pattern IN_PATH = Pattern.compile("\\{([A-Za-z]+)}");
    private static final String JSON = "application/json";

    /** The cookie's name says whether the server speaks TLS. */
    private static final List<String> SESSIONS = List.of("session", "secureSession");

    private final JsonObject operation;
    private final String method;
    private final String path;
    private final Permit permit;
    private final JsonArray parameters;
    private final JsonObject responses;

    private Operations(JsonObject operation, String method, String path, Permit permit) {
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.permit = permit;
        this.parameters = operation.getJsonArray("parameters", new JsonArray());
        this.responses = operation.getJsonObject("responses", new JsonObject());
    }

    /**
     * @param described method and what the file says of it
     */
    static JsonObject complete(Map.Entry<String, Object> described, String path, Permit permit) {
        JsonObject operation = ((JsonObject) described.getValue()).copy();
        return new Operations(operation, described.getKey(), path, permit).complete();
    }

    private JsonObject complete() {
        addPathParameters();
        addRequest();
        addAnswers();
        addRefusals();
        addSecurity();
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        return operation.put("responses", responses);
    }

    private void addPathParameters() {
        Matcher names = IN_PATH.matcher(path);
        while (names.find()) {
            String name = names.group(1);
            boolean there =
                    parameters.stream()
                            .map(JsonObject.class::cast)
                            .anyMatch(each -> name.equals(each.getString("name")));
            if (!there) {
                parameters.add(
                        new JsonObject()
                                .put("name", name)
                                .put("in", "path")
                                .put("required", true)
                                .put("description", "Key of the thing")
                                .put("schema", new JsonObject().put("type", "string")));
            }
        }
    }

    private void addRequest() {
        if (method.equals("post")) {
            parameters.add(ref("parameters", "IdempotencyKey"));
        }
        String takes = take("takes");
        JsonObject example = (JsonObject) operation.remove("example");
        if (!takes.isEmpty()) {
            operation.put(
                    "requestBody",
                    new JsonObject()
                            .put("required", true)
                            .put("content", content(ref("schemas", takes), example)));
        }
    }

    private void addAnswers() {
        JsonObject example = (JsonObject) operation.remove("answer");
        String returns = take("returns");
        String creates = take("creates");
        String lists = take("lists");
        JsonArray limit = (JsonArray) operation.remove("limit");
        if (!returns.isEmpty()) {
            answer("200", "As it is", ref("schemas", returns), example);
        }
        if (!creates.isEmpty()) {
            answer("201", "Made; as it is now", ref("schemas", creates), example);
            responses
                    .getJsonObject("201")
                    .put("headers", new JsonObject().put("Location", ref("headers", "Location")));
        }
        if (!lists.isEmpty()) {
            addPaging(limit);
            answer("200", "A page of the list", page(lists), null);
        }
        if (operation.remove("removes") != null) {
            responses.put("204", new JsonObject().put("description", "Gone"));
        }
    }

    private void addPaging(JsonArray limit) {
        JsonObject schema =
                new JsonObject()
                        .put("type", "integer")
                        .put("minimum", 1)
                        .put("maximum", limit.getInteger(1))
                        .put("default", limit.getInteger(0));
        parameters
                .add(
                        new JsonObject()
                                .put("name", "limit")
                                .put("in", "query")
                                .put("description", "How many at most")
                                .put("schema", schema))
                .add(ref("parameters", "Cursor"));
    }

    private static JsonObject page(String items) {
        JsonObject properties =
                new JsonObject()
                        .put(
                                "items",
                                new JsonObject()
                                        .put("type", "array")
                                        .put("items", ref("schemas", items)))
                        .put(
                                "next",
                                new JsonObject()
                                        .put("type", new JsonArray().add("string").add("null"))
                                        .put(
                                                "description",
                                                "Cursor of the next page; null at the end"));
        return new JsonObject()
                .put("type", "object")
                .put("required", new JsonArray().add("items").add("next"))
                .put("properties", properties);
    }

    private void answer(String status, String text, JsonObject schema, JsonObject example) {
        responses.put(
                status,
                new JsonObject().put("description", text).put("content", content(schema, example)));
    }

    private static JsonObject content(JsonObject schema, JsonObject example) {
        JsonObject body = new JsonObject().put("schema", schema);
        if (example != null) {
            body.put("example", example);
        }
        return new JsonObject().put(JSON, body);
    }

    private void addRefusals() {
        if (permit.access() == Access.PUBLIC) {
            return;
        }
        boolean sends = operation.containsKey("requestBody");
        refuse("400", "BadRequest", !parameters.isEmpty() || sends);
        refuse("401", "Unauthorized", true);
        refuse("403", "Forbidden", true);
        refuse("404", "NotFound", path.contains("{"));
        refuse("409", "Conflict", !method.equals("get"));
        refuse("413", "TooLarge", sends);
        refuse("415", "UnsupportedMediaType", sends);
        refuse("422", "Unprocessable", !method.equals("get"));
        refuse("429", "TooMany", true);
        refuse("500", "Internal", true);
        refuse("503", "Unavailable", true);
    }

    private void refuse(String status, String name, boolean possible) {
        if (possible && !responses.containsKey(status)) {
            responses.put(status, ref("responses", name));
        }
    }

    /** Any one of these is enough: a scope of a token, or the role of who has a session. */
    private void addSecurity() {
        JsonArray ways = new JsonArray();
        permit.scopes().stream().sorted().forEach(scope -> ways.add(way("token", scope.word())));
        Arrays.stream(Access.values())
                .filter(each -> each == permit.access() && each != Access.PUBLIC)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .forEach(role -> SESSIONS.forEach(scheme -> ways.add(way(scheme, role))));
        operation.put("security", ways);
    }

    private static JsonObject way(String scheme, String need) {
        return new JsonObject().put(scheme, new JsonArray().add(need));
    }

    private String take(String field) {
        Object value = operation.remove(field);
        return value == null ? "" : value.toString();
    }
}
