package io.belfry.adminweb;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An agent as typed.
 *
 * @param peers one device a line
 * @param password new one; empty keeps the old one. Never sent back to a browser.
 */
public record AgentForm(
        String name,
        String number,
        String user,
        String password,
        String peers,
        String email,
        long version) {
    static final AgentForm FRESH = new AgentForm("", "", "", "", "", "", -1);

    static AgentForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new AgentForm(
                fields.text("name"),
                fields.text("number"),
                fields.text("user"),
                fields.raw("password"),
                fields.text("peers"),
                fields.text("email"),
                fields.number("version"));
    }

    static AgentForm of(JsonObject document) {
        return new AgentForm(
                document.getString("name", ""),
                document.getString("number", ""),
                document.getString("user", ""),
                "",
                String.join("\n", RuleForm.strings(document, "peers")),
                document.getString("email", ""),
                document.getLong("version", -1L));
    }

    JsonObject document() {
        JsonObject document =
                new JsonObject()
                        .put("name", name)
                        .put("number", number)
                        .put("user", user)
                        .put("peers", new JsonArray(FormFields.lines(peers)))
                        .put("email", email);
        return password.isEmpty() ? document : document.put("password", password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + " (" + number + ")";
    }
}
