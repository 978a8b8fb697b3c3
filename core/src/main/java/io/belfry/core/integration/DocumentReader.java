package io.belfry.core.integration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one JSON object of a document. It never stops at a mistake: each is noted at its path, and
 * a harmless value is read instead, so that all mistakes are told at once.
 */
final class DocumentReader {
    /** What answers carry beside the settings; who sends an answer back may leave it in. */
    private static final Set<String> ANSWERS_ONLY =
            Set.of("id", "version", "basedOn", "source", "updatedAt", "updatedBy", "warnings");

    private final JsonObject json;
    private final String path;
    private final Findings findings;

    DocumentReader(JsonObject json, String path, Findings findings) {
        this.json = json;
        this.path = path;
        this.findings = findings;
    }

    /** Refuses each field that is not named here: a typing error must not be silently nothing. */
    void allow(Set<String> known) {
        for (String name : json.fieldNames()) {
            boolean top = path.isEmpty() && ANSWERS_ONLY.contains(name);
            if (!top && !known.contains(name)) {
                error(name, "unknown field \"" + name + "\"" + Suggestion.hint(name, known));
            }
        }
    }

    boolean has(String name) {
        return json.getValue(name) != null;
    }

    /** One line without blanks at its ends; empty when absent. */
    String line(String name, int longest) {
        String text = text(name, longest).strip();
        if (text.chars().anyMatch(Character::isISOControl)) {
            error(name, "must not contain line breaks or control characters");
        }
        return text;
    }

    /** A line that must be there. */
    String requiredLine(String name, int longest) {
        String text = line(name, longest);
        if (text.isEmpty()) {
            error(name, "must not be empty");
        }
        return text;
    }

    /** Any text, exactly as it stands; empty when absent. */
    String text(String name, int longest) {
        String text = valueAs(name, String.class, "text").orElse("");
        if (text.length() > longest) {
            error(name, "must not be longer than " + longest + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            error(name, "must not contain the character NUL");
        }
        return text;
    }

    boolean flag(String name, boolean otherwise) {
        return valueAs(name, Boolean.class, "true or false").orElse(otherwise);
    }

    int number(String name, int least, int most, int otherwise) {
        Object value = json.getValue(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        error(name, "must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    /** Lines of a list, each only once; empty when absent. */
    List<String> lines(String name, int most, int longest) {
        List<String> lines = new ArrayList<>();
        List<Object> items = items(name, most);
        for (int i = 0; i < items.size(); i++) {
            String line = items.get(i) instanceof String text ? text.strip() : "";
            Optional<String> problem =
                    items.get(i) instanceof String
                            ? lineProblem(line, longest, lines)
                            : Optional.of("must be text");
            problem.ifPresent(text -> error(name + "[" + lines.size() + "]", text));
            lines.add(line);
        }
        return List.copyOf(lines);
    }

    private static Optional<String> lineProblem(String line, int longest, List<String> before) {
        if (line.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (line.length() > longest) {
            return Optional.of("must not be longer than " + longest + " characters");
        }
        if (line.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("must not contain line breaks or control characters");
        }
        return before.contains(line) ? Optional.of("is there twice") : Optional.empty();
    }

    /** The objects of a list; empty when absent. */
    List<DocumentReader> objects(String name, int most) {
        List<DocumentReader> objects = new ArrayList<>();
        List<Object> items = items(name, most);
        for (int i = 0; i < items.size(); i++) {
            String at = name + "[" + i + "]";
            if (items.get(i) instanceof JsonObject object) {
                objects.add(new DocumentReader(object, below(at), findings));
            } else {
                error(at, "must be an object");
            }
        }
        return objects;
    }

    private List<Object> items(String name, int most) {
        JsonArray array = valueAs(name, JsonArray.class, "a list").orElseGet(JsonArray::new);
        if (array.size() > most) {
            error(name, "must not have more than " + most + " entries");
            return List.of();
        }
        List<Object> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    void error(String name, String text) {
        findings.error(below(name), text);
    }

    void warn(String name, String text) {
        findings.warn(below(name), text);
    }

    /** About the object itself and not about one of its fields. */
    void warn(String text) {
        findings.warn(path, text);
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private <T> Optional<T> valueAs(String name, Class<T> type, String wanted) {
        Object value = json.getValue(name);
        if (value != null && !type.isInstance(value)) {
            error(name, "must be " + wanted);
            return Optional.empty();
        }
        return Optional.ofNullable(type.cast(value));
    }
}
