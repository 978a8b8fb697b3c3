package io.belfry.adminweb.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What is sent may leave things out, what is answered never does. So a schema that is both is
 * divided: {@code Agent} is the answer, complete and with nothing that is not described, {@code
 * AgentInput} what is sent. Fields that are not in every answer say {@code x-optional}.
 */
final class Schemas {
    private static final String PREFIX = "#/components/schemas/";
    private static final String INPUT = "Input";
    private static final String OPTIONAL = "x-optional";

    private final JsonObject all;
    private final Set<String> sent = new TreeSet<>();
    private final Set<String> answered = new TreeSet<>();

    private Schemas(JsonObject all) {
        this.all = all;
    }

    static void divide(JsonObject description) {
        JsonObject components = description.getJsonObject("components");
        Schemas schemas = new Schemas(components.getJsonObject("schemas"));
        schemas.sort(description.getJsonObject("paths"), components.getJsonObject("responses"));
        components.put("schemas", schemas.divided());
        schemas.pointRequests(description.getJsonObject("paths"));
    }

    private void sort(JsonObject paths, JsonObject refusals) {
        forEachOperation(
                paths,
                operation -> {
                    reach(operation.getValue("requestBody"), sent);
                    reach(operation.getValue("responses"), answered);
                    return operation;
                });
        reach(refusals, answered);
    }

    private static void forEachOperation(JsonObject paths, UnaryOperator<JsonObject> work) {
        paths.forEach(
                path ->
                        ((JsonObject) path.getValue())
                                .forEach(each -> work.apply((JsonObject) each.getValue())));
    }

    /** All schemas that can be come to from there. */
    private void reach(Object from, Set<String> found) {
        Deque<Object> open = new ArrayDeque<>();
        if (from != null) {
            open.add(from);
        }
        while (!open.isEmpty()) {
            Object next = open.poll();
            if (next instanceof JsonObject object) {
                object.forEach(each -> addIfThere(open, each.getValue()));
            } else if (next instanceof JsonArray array) {
                array.forEach(each -> addIfThere(open, each));
            } else if (next instanceof String text && text.startsWith(PREFIX)) {
                String name = text.substring(PREFIX.length());
                if (found.add(name)) {
                    addIfThere(open, all.getValue(name));
                }
            }
        }
    }

    private static void addIfThere(Deque<Object> open, Object value) {
        if (value != null) {
            open.add(value);
        }
    }

    private JsonObject divided() {
        JsonObject schemas = new JsonObject();
        all.forEach(
                each -> {
                    String name = each.getKey();
                    JsonObject schema = (JsonObject) each.getValue();
                    if (answered.contains(name)) {
                        schemas.put(name, closed(schema.copy()));
                    }
                    if (sent.contains(name) && (!answered.contains(name) || isTwofold(name))) {
                        schemas.put(inputName(name), input(schema.copy()));
                    }
                });
        return schemas;
    }

    /** Words are the same in both directions; objects are not. */
    private boolean isTwofold(String name) {
        JsonObject schema = all.getJsonObject(name);
        return sent.contains(name)
                && answered.contains(name)
                && (schema.containsKey("properties") || schema.containsKey("oneOf"));
    }

    private String inputName(String name) {
        return isTwofold(name) ? name + INPUT : name;
    }

    private JsonObject input(JsonObject schema) {
        if (schema.getJsonObject("properties") != null) {
            schema.getJsonObject("properties")
                    .getMap()
                    .values()
                    .removeIf(each -> flag(each, "readOnly"));
        }
        return (JsonObject) pointed(schema);
    }

    private void pointRequests(JsonObject paths) {
        forEachOperation(
                paths,
                operation ->
                        operation.containsKey("requestBody")
                                ? operation.put(
                                        "requestBody", pointed(operation.getValue("requestBody")))
                                : operation);
    }

    /** With each reference to what is sent. */
    private Object pointed(Object value) {
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.forEach(each -> copy.put(each.getKey(), pointed(each.getValue())));
            copy.remove(OPTIONAL);
            return copy;
        }
        if (value instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(each -> copy.add(pointed(each)));
            return copy;
        }
        if (value instanceof String text && text.startsWith(PREFIX)) {
            return PREFIX + inputName(text.substring(PREFIX.length()));
        }
        return value;
    }

    /** Everything that is described is there, and nothing else; also in what is inside. */
    private static JsonObject closed(JsonObject schema) {
        JsonObject properties = schema.getJsonObject("properties");
        if (properties != null) {
            properties.getMap().values().removeIf(each -> flag(each, "writeOnly"));
            JsonArray required = new JsonArray();
            for (Map.Entry<String, Object> each : properties) {
                if (!flag(each.getValue(), OPTIONAL)) {
                    required.add(each.getKey());
                }
                ((JsonObject) each.getValue()).remove(OPTIONAL);
                closed((JsonObject) each.getValue());
            }
            schema.put("required", required);
            if (!schema.containsKey("additionalProperties")) {
                schema.put("additionalProperties", false);
            }
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            closed(items);
        }
        return schema;
    }

    /** Values of a JsonObject's map may be plain maps. */
    private static boolean flag(Object property, String name) {
        Object value =
                property instanceof Map<?, ?> map
                        ? map.get(name)
                        : ((JsonObject) property).getValue(name);
        return Boolean.TRUE.equals(value);
    }
}
