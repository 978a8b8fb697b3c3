package io.belfry.adminweb.openapi;

import io.belfry.adminweb.openapi.Operation.Field;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All fields of a schema in one list, the inner ones too, with their paths. */
final class DescribedFields {
    private static final int DEEPEST = 5;
    private static final String PREFIX = "#/components/schemas/";

    private final JsonObject schemas;
    private final List<Field> fields = new ArrayList<>();

    private DescribedFields(JsonObject schemas) {
        this.schemas = schemas;
    }

    /**
     * @param schemas of the description, by name
     */
    static List<Field> of(JsonObject schema, JsonObject schemas) {
        DescribedFields all = new DescribedFields(schemas);
        all.add("", schema, 0);
        return all.fields;
    }

    private void add(String path, JsonObject pointing, int depth) {
        JsonObject schema = resolved(pointing);
        if (depth > DEEPEST) {
            return;
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        properties.forEach(
                each ->
                        addOne(
                                path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                                (JsonObject) each.getValue(),
                                required.contains(each.getKey()),
                                depth));
        if (schema.getValue("items") instanceof JsonObject items) {
            add(path + "[]", items, depth + 1);
        }
        schema.getJsonArray("oneOf", new JsonArray())
                .forEach(each -> add(path, (JsonObject) each, depth + 1));
    }

    private void addOne(String path, JsonObject pointing, boolean required, int depth) {
        JsonObject schema = resolved(pointing);
        fields.add(
                new Field(
                        path,
                        type(schema),
                        pointing.getString("description", schema.getString("description", "")),
                        required));
        add(path, schema, depth + 1);
    }

    private JsonObject resolved(JsonObject schema) {
        String ref = schema.getString("$ref", "");
        return ref.startsWith(PREFIX)
                ? schemas.getJsonObject(ref.substring(PREFIX.length()))
                : schema;
    }

    /** In the words of JSON, with all values when there are only some. */
    String type(JsonObject pointing) {
        JsonObject schema = resolved(pointing);
        if (schema.containsKey("const")) {
            return "\"" + schema.getString("const") + "\"";
        }
        JsonArray values = schema.getJsonArray("enum", new JsonArray());
        if (!values.isEmpty()) {
            return joined(values);
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            return "array of " + type(items);
        }
        Object type = schema.getValue("type");
        String word = type instanceof JsonArray several ? joined(several) : text(type);
        String format = schema.getString("format", "");
        return format.isEmpty() ? word : word + " (" + format + ")";
    }

    static String type(JsonObject schema, JsonObject schemas) {
        return new DescribedFields(schemas).type(schema);
    }

    private static String joined(JsonArray words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(" | "));
    }

    private static String text(Object type) {
        return type == null ? "object" : type.toString();
    }
}
