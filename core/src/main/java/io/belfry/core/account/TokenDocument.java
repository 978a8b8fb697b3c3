package io.belfry.core.account;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Checked;
import io.belfry.core.web.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A token as REST and the pages see it: the only place that checks one. */
public final class TokenDocument {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_QUEUE = 80;
    private static final int MOST_QUEUES = 200;
    private static final Set<String> FIELDS =
            Set.of("name", "scopes", "queues", "events", "expires");

    /** What somebody wants; the rest of a token is ours. */
    public record Draft(
            String name,
            Set<Scope> scopes,
            List<String> queues,
            Set<Kind> events,
            Instant expires) {}

    private final JsonObject document;
    private final Instant now;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private TokenDocument(JsonObject document, Instant now) {
        this.document = document;
        this.now = now;
    }

    public static Checked<Draft> check(JsonObject document, Instant now) {
        return new TokenDocument(document, now).check();
    }

    /** Never with the secret. Words are in the order of their enums. */
    public static JsonObject json(ApiToken token) {
        return new JsonObject()
                .put("id", token.id())
                .put("name", token.name())
                .put("prefix", token.prefix())
                .put("scopes", words(token.scopes().stream().sorted().map(Scope::word)))
                .put("queues", new JsonArray(List.copyOf(token.queues())))
                .put("events", words(token.events().stream().sorted().map(Kind::word)))
                .put("created", token.created().toString())
                .put("createdBy", token.createdBy())
                .put("expires", token.expires().equals(Instant.MAX) ? null : text(token.expires()))
                .put(
                        "lastUsed",
                        token.lastUsed().equals(Instant.EPOCH) ? null : text(token.lastUsed()));
    }

    private static String text(Instant at) {
        return at.toString();
    }

    private static JsonArray words(Stream<String> words) {
        return new JsonArray(words.toList());
    }

    private Checked<Draft> check() {
        document.fieldNames().stream()
                .filter(field -> !FIELDS.contains(field))
                .forEach(field -> error(field, "is not known; known are " + sorted(FIELDS)));
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        String name = name();
        scopes.addAll(known("scopes", Scope::of, Arrays.stream(Scope.values()).map(Scope::word)));
        EnumSet<Kind> events = EnumSet.noneOf(Kind.class);
        List<String> queues = queues();
        events.addAll(
                known("events", TokenDocument::kind, Arrays.stream(Kind.values()).map(Kind::word)));
        if (scopes.isEmpty() && errors.keySet().stream().noneMatch(e -> e.startsWith("scopes"))) {
            error("scopes", "at least one is needed");
        }
        if (scopes.contains(Scope.SETTINGS) && !(queues.isEmpty() && events.isEmpty())) {
            error(
                    queues.isEmpty() ? "events" : "queues",
                    "do not limit a token with the scope settings: it could make another one");
        }
        return new Checked<>(new Draft(name, scopes, queues, events, expires()), errors, Map.of());
    }

    private String name() {
        Object value = document.getValue("name", "");
        if (!(value instanceof String text)) {
            error("name", "must be text");
            return "";
        }
        String name = text.strip();
        if (name.isEmpty()) {
            error("name", "is missing");
        } else if (name.length() > LONGEST_NAME) {
            error("name", "must not be longer than " + LONGEST_NAME + " characters");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            error("name", "must be one line");
        }
        return name;
    }

    private <T> List<T> known(
            String field, Function<String, Optional<T>> reader, Stream<String> words) {
        Object value = document.getValue(field, new JsonArray());
        if (!(value instanceof JsonArray given)) {
            error(field, "must be a list");
            return List.of();
        }
        String all = String.join(", ", words.toList());
        for (int i = 0; i < given.size(); i++) {
            if (reader.apply(String.valueOf(given.getValue(i))).isEmpty()) {
                error(field + "[" + i + "]", "is not known; known are " + all);
                return List.of();
            }
        }
        return given.stream().map(word -> reader.apply((String) word).orElseThrow()).toList();
    }

    private static Optional<Kind> kind(String word) {
        return Arrays.stream(Kind.values()).filter(each -> each.word().equals(word)).findFirst();
    }

    private List<String> queues() {
        Object value = document.getValue("queues", new JsonArray());
        if (!(value instanceof JsonArray given)) {
            error("queues", "must be a list of queue names");
            return List.of();
        }
        if (given.size() > MOST_QUEUES) {
            error("queues", "must not be more than " + MOST_QUEUES);
            return List.of();
        }
        for (int i = 0; i < given.size(); i++) {
            if (!(given.getValue(i) instanceof String queue)
                    || queue.isBlank()
                    || queue.length() > LONGEST_QUEUE) {
                error(
                        "queues[" + i + "]",
                        "must be a name of at most " + LONGEST_QUEUE + " characters");
                return List.of();
            }
        }
        return given.stream().map(queue -> ((String) queue).strip()).distinct().toList();
    }

    private Instant expires() {
        Object value = document.getValue("expires");
        if (value == null || value.equals("")) {
            return Instant.MAX;
        }
        try {
            Instant expires = Instant.parse(String.valueOf(value));
            if (!expires.isAfter(now)) {
                error("expires", "must be in the future");
            }
            return Instant.ofEpochMilli(expires.toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            error("expires", "must be a time like 2027-01-31T00:00:00Z, or null");
            return Instant.MAX;
        }
    }

    private void error(String field, String message) {
        errors.putIfAbsent(field, message);
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
