package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * An administrator or supervisor as typed.
 *
 * @param queues one a line
 * @param password new one; empty keeps the old one. Never sent back to a browser.
 */
public record UserForm(
        String name,
        String user,
        String role,
        String queues,
        String password,
        boolean enabled,
        String language,
        long version) {
    static final UserForm FRESH = new UserForm("", "", "supervisor", "", "", true, "", -1);

    static UserForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new UserForm(
                fields.text("name"),
                fields.text("user"),
                fields.text("role"),
                fields.text("queues"),
                fields.raw("password"),
                fields.on("enabled"),
                fields.text("language"),
                fields.number("version"));
    }

    static UserForm of(Account account) {
        return new UserForm(
                account.name(),
                account.user(),
                account.role().name().toLowerCase(Locale.ROOT),
                String.join("\n", account.queues()),
                "",
                account.enabled(),
                account.language(),
                account.version());
    }

    JsonObject document() {
        JsonObject document =
                new JsonObject()
                        .put("user", user)
                        .put("name", name)
                        .put("role", role)
                        .put("queues", new JsonArray(FormFields.lines(queues)))
                        .put("enabled", enabled)
                        .put("language", language);
        return password.isEmpty() ? document : document.put("password", password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " " + role;
    }
}
