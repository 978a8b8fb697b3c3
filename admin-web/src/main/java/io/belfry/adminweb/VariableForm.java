package io.belfry.adminweb;

import io.belfry.core.integration.CustomVariable;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;

/** A custom variable as typed. */
public record VariableForm(String name, String description, String sample, long version) {
    static final VariableForm FRESH = new VariableForm("", "", "", -1);

    static VariableForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new VariableForm(
                fields.text("name"),
                fields.text("description"),
                fields.text("sample"),
                fields.number("version"));
    }

    static VariableForm of(CustomVariable variable) {
        return new VariableForm(
                variable.name(), variable.description(), variable.sample(), variable.version());
    }

    JsonObject document() {
        return new JsonObject()
                .put("name", name)
                .put("description", description)
                .put("sample", sample);
    }
}
