package io.belfry.realtimepush;

import io.belfry.core.store.CallSearch;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls somebody asks for, read from an address: {@code from until queue agent number q} and
 * {@code var.NAME} for a custom variable. Pages and REST read the same words.
 *
 * @param search what can be asked; without what was not understood
 * @param errors what was not understood, by name
 */
record CallQuestion(CallSearch search, Map<String, String> errors) {
    private static final String VARIABLE = "var.";
    private static final int LONGEST = 200;

    /** Times without zone are UTC, as everywhere in REST. */
    static CallQuestion of(MultiMap query) {
        return of(query, ZoneOffset.UTC);
    }

    /**
     * @param zone of times that name none, as people type them
     */
    static CallQuestion of(MultiMap query, ZoneId zone) {
        Map<String, String> errors = new LinkedHashMap<>();
        CallSearch search =
                CallSearch.NEWEST
                        .between(
                                time(query, "from", zone, errors).orElse(Instant.EPOCH),
                                time(query, "until", zone, errors).orElse(Instant.MAX))
                        .inQueues(
                                text(query, "queue").isEmpty()
                                        ? List.of()
                                        : List.of(text(query, "queue")))
                        .ofAgent(text(query, "agent"))
                        .withNumber(text(query, "number"))
                        .withText(text(query, "q"));
        for (String name : query.names()) {
            if (name.startsWith(VARIABLE) && !text(query, name).isEmpty()) {
                search = search.withVariable(name.substring(VARIABLE.length()), text(query, name));
            }
        }
        return new CallQuestion(search, errors);
    }

    boolean isNarrowed() {
        return !search.equals(CallSearch.NEWEST);
    }

    private static String text(MultiMap query, String name) {
        String value = query.get(name) == null ? "" : query.get(name).strip();
        return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }

    /** A moment, or what date and time fields of browsers send. */
    private static Optional<Instant> time(
            MultiMap query, String name, ZoneId zone, Map<String, String> errors) {
        String value = text(query, name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (value.endsWith("Z")) {
                return Optional.of(Instant.parse(value));
            }
            return Optional.of(
                    value.contains("T")
                            ? LocalDateTime.parse(value).atZone(zone).toInstant()
                            : LocalDate.parse(value).atStartOfDay(zone).toInstant());
        } catch (DateTimeParseException e) {
            errors.put(name, "is no time; write 2026-03-02T10:00:00Z");
            return Optional.empty();
        }
    }
}
