package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The values of one event as rules and templates see them: the public fields as text, nothing
 * missing, and the moment on the clock of the contact centre.
 *
 * @param json public form of the event, see {@code CallEventJson}; not changed
 * @param zone where the contact centre's clock hangs
 */
public record EventFields(JsonObject json, ZoneId zone) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter WEEKDAY =
            DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);

    /** For templates: {@code time} is the moment as the event carries it, ISO-8601 in UTC. */
    public String text(String field) {
        if (field.equals("weekday") && !json.containsKey(field)) {
            return inZone(WEEKDAY);
        }
        Object value = json.getValue(field);
        return value == null ? "" : value.toString();
    }

    /** For sentences: the value short and on one line, whatever a caller calls himself. */
    public String readable(String field) {
        return Comparison.readable(text(field));
    }

    /** For conditions: {@code time} is the clock in our zone, {@code 09:30}. */
    public String compared(String field) {
        return field.equals("time") ? inZone(CLOCK) : text(field);
    }

    private String inZone(DateTimeFormatter format) {
        return moment(text("time"), zone)
                .map(moment -> moment.format(format).toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** A public time as our zone has it; empty for a text that is none. */
    static Optional<ZonedDateTime> moment(String time, ZoneId zone) {
        try {
            return Optional.of(Instant.parse(time).atZone(zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
