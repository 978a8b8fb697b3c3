package io.belfry.adminweb.openapi;

import io.belfry.adminweb.openapi.Operation.Answer;
import io.belfry.adminweb.openapi.Operation.Field;
import io.belfry.adminweb.openapi.Operation.Group;
import io.belfry.adminweb.openapi.Operation.Parameter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the description for people: resource by resource, with nothing to be looked up. */
public final class DescribedOperations {
    private static final String JSON = "application/json";

    private final JsonObject description;
    private final JsonObject components;
    private final JsonObject schemas;

    private DescribedOperations(JsonObject description) {
        this.description = description;
        this.components = description.getJsonObject("components");
        this.schemas = components.getJsonObject("schemas");
    }

    /**
     * @param description as {@link Description#of} makes it
     */
    public static List<Group> of(JsonObject description) {
        return new DescribedOperations(description).groups();
    }

    private List<Group> groups() {
        return objects(description.getJsonArray("tags"))
                .map(
                        tag ->
                                new Group(
                                        tag.getString("name").toLowerCase(Locale.ROOT),
                                        tag.getString("name"),
                                        tag.getString("description", ""),
                                        operations(tag.getString("name"))))
                .filter(group -> !group.operations().isEmpty())
                .toList();
    }

    private List<Operation> operations(String tag) {
        List<Operation> found = new ArrayList<>();
        description
                .getJsonObject("paths")
                .forEach(
                        path ->
                                ((JsonObject) path.getValue())
                                        .forEach(
                                                method -> {
                                                    JsonObject operation =
                                                            (JsonObject) method.getValue();
                                                    if (operation
                                                            .getJsonArray("tags")
                                                            .contains(tag)) {
                                                        found.add(
                                                                operation(
                                                                        method.getKey(),
                                                                        path.getKey(),
                                                                        operation));
                                                    }
                                                }));
        return found;
    }

    private Operation operation(String method, String path, JsonObject operation) {
        JsonObject request = operation.getJsonObject("requestBody");
        JsonObject body = request == null ? new JsonObject() : json(request);
        return new Operation(
                operation.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.getString("summary"),
                operation.getString("description", ""),
                needs(operation, "token"),
                needs(operation, "session").stream().findFirst().orElse(""),
                objects(operation.getJsonArray("parameters", new JsonArray()))
                        .map(each -> parameter(resolved(each)))
                        .toList(),
                request != null,
                fields(body),
                example(body),
                answers(operation.getJsonObject("responses")));
    }

    private static List<String> needs(JsonObject operation, String scheme) {
        return objects(operation.getJsonArray("security", new JsonArray()))
                .filter(way -> way.containsKey(scheme))
                .map(way -> way.getJsonArray(scheme).getString(0))
                .toList();
    }

    private Parameter parameter(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        Object usual = schema.getValue("default");
        return new Parameter(
                parameter.getString("name"),
                parameter.getString("in"),
                DescribedFields.type(schema, schemas),
                parameter.getString("description", ""),
                parameter.getBoolean("required", false),
                usual == null ? "" : usual.toString());
    }

    private List<Answer> answers(JsonObject responses) {
        Map<String, Object> sorted = new TreeMap<>(responses.getMap());
        return sorted.keySet().stream()
                .map(
                        status -> {
                            JsonObject response = resolved(responses.getJsonObject(status));
                            boolean refusal = status.compareTo("300") > 0;
                            JsonObject body = json(response);
                            return new Answer(
                                    status,
                                    response.getString("description"),
                                    refusal ? List.of() : fields(body),
                                    example(body));
                        })
                .toList();
    }

    private List<Field> fields(JsonObject body) {
        JsonObject schema = body.getJsonObject("schema");
        return schema == null ? List.of() : DescribedFields.of(schema, schemas);
    }

    private static String example(JsonObject body) {
        JsonObject example = body.getJsonObject("example");
        return example == null ? "" : example.encodePrettily();
    }

    /** The JSON of a body or an answer; empty for none. */
    private static JsonObject json(JsonObject described) {
        return described
                .getJsonObject("content", new JsonObject())
                .getJsonObject(JSON, new JsonObject());
    }

    private JsonObject resolved(JsonObject pointing) {
        String ref = pointing.getString("$ref", "");
        if (ref.isEmpty()) {
            return pointing;
        }
        String[] steps = ref.substring("#/components/".length()).split("/");
        return components.getJsonObject(steps[0]).getJsonObject(steps[1]);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
