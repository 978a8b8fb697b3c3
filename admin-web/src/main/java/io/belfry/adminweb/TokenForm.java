package io.belfry.adminweb;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * A new token as typed.
 *
 * @param queues one a line
 * @param until last day on which it is good; empty for ever
 * @param once marks this filling in of the form, so that a reload makes no second token
 */
public record TokenForm(
        String name,
        List<String> scopes,
        String queues,
        List<String> events,
        String until,
        String once) {
    public TokenForm {
        scopes = List.copyOf(scopes);
        events = List.copyOf(events);
    }

    static TokenForm fresh(String once) {
        return new TokenForm("", List.of("read"), "", List.of(), "", once);
    }

    static TokenForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new TokenForm(
                fields.text("name"),
                attributes.getAll("scopes"),
                fields.text("queues"),
                attributes.getAll("events"),
                fields.text("expires"),
                fields.text("once"));
    }

    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    public boolean hears(String event) {
        return events.contains(event);
    }

    /** As REST takes it; a day that is none stays as it was typed, for the check to refuse. */
    JsonObject document(ZoneId zone) {
        return new JsonObject()
                .put("name", name)
                .put("scopes", new JsonArray(scopes))
                .put("queues", new JsonArray(FormFields.lines(queues)))
                .put("events", new JsonArray(events))
                .put("expires", until.isEmpty() ? null : endOfDay(zone));
    }

    private String endOfDay(ZoneId zone) {
        try {
            return LocalDate.parse(until).plusDays(1).atStartOfDay(zone).toInstant().toString();
        } catch (DateTimeParseException e) {
            return until;
        }
    }
}
