package io.belfry.adminweb;

import io.vertx.core.json.JsonObject;

/** One comparison as typed; the words are those of REST. */
public record ConditionForm(String field, String op, String value) {
    static final ConditionForm FRESH = new ConditionForm("queue", "equals", "");

    static ConditionForm read(FormFields fields, String path) {
        return new ConditionForm(
                fields.text(path + ".field"),
                fields.text(path + ".op"),
                fields.text(path + ".value"));
    }

    static ConditionForm of(JsonObject document) {
        return new ConditionForm(
                document.getString("field", ""),
                document.getString("op", ""),
                String.valueOf(document.getValue("value", "")));
    }

    /** {@code exists} asks nothing more. */
    public boolean wantsValue() {
        return !op.equals("exists") && !op.equals("notExists");
    }

    JsonObject document() {
        JsonObject document = new JsonObject().put("field", field).put("op", op);
        return wantsValue() ? document.put("value", value) : document;
    }
}
