package io.belfry.adminweb;

import io.belfry.core.integration.PbxConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;

/**
 * A PBX as typed.
 *
 * @param port text, because what was typed is shown again
 * @param secret new one; empty keeps the old one. Never sent back to a browser.
 */
public record PbxForm(
        String name,
        String host,
        String port,
        String user,
        String secret,
        boolean tls,
        boolean enabled,
        long version) {
    static final PbxForm FRESH = new PbxForm("", "", "5038", "belfry", "", false, true, -1);

    static PbxForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new PbxForm(
                fields.text("name"),
                fields.text("host"),
                fields.text("port"),
                fields.text("user"),
                fields.raw("secret"),
                fields.on("tls"),
                fields.on("enabled"),
                fields.number("version"));
    }

    static PbxForm of(PbxConfig pbx) {
        return new PbxForm(
                pbx.name(),
                pbx.host(),
                Integer.toString(pbx.port()),
                pbx.user(),
                "",
                pbx.tls(),
                pbx.enabled(),
                pbx.version());
    }

    /** What is no number goes on as it is: the owner's message names the field. */
    JsonObject document() {
        JsonObject document =
                new JsonObject()
                        .put("name", name)
                        .put("host", host)
                        .put("port", port.matches("\\d{1,9}") ? Integer.valueOf(port) : port)
                        .put("user", user)
                        .put("tls", tls)
                        .put("enabled", enabled);
        return secret.isEmpty() ? document : document.put("secret", secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return name + " " + user + "@" + host + ":" + port;
    }
}
