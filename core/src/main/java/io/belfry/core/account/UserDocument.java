package io.belfry.core.account;

import io.belfry.core.integration.Checked;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A user as REST and the pages see him: the only place that checks one. */
public final class UserDocument {
    private static final int LONGEST_USER = 64;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_QUEUE = 80;
    private static final int MOST_QUEUES = 200;

    /** Names that something else acts under. */
    private static final Set<String> RESERVED = Set.of("api", "system", "nobody");

    private static final Set<String> FIELDS =
            Set.of("user", "name", "role", "queues", "enabled", "language", "password");

    /** Answers have them; sending them back changes nothing. */
    private static final Set<String> ANSWERED =
            Set.of("id", "created", "lastLogin", "version", "source");

    /**
     * @param newPassword in clear; empty to keep the one that is there
     */
    public record Draft(
            String user,
            String name,
            Role role,
            List<String> queues,
            boolean enabled,
            String language,
            String newPassword) {
        /** Without the password. */
        @Override
        public String toString() {
            return user + " " + role;
        }
    }

    private final JsonObject document;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, String> warnings = new LinkedHashMap<>();

    private final boolean trusted;

    private UserDocument(JsonObject document, boolean trusted) {
        this.document = document;
        this.trusted = trusted;
    }

    /**
     * @param isNew whether a password must be there
     */
    public static Checked<Draft> check(JsonObject document, boolean isNew) {
        return new UserDocument(document, false).check(isNew);
    }

    /** From the operator's own configuration, whose password is taken as it is. */
    static Checked<Draft> configured(JsonObject document) {
        return new UserDocument(document, true).check(true);
    }

    /** Never with the password. */
    public static JsonObject json(Account account) {
        return new JsonObject()
                .put("id", account.id())
                .put("user", account.user())
                .put("name", account.name())
                .put("role", account.role().name().toLowerCase(Locale.ROOT))
                .put("queues", new JsonArray(List.copyOf(account.queues())))
                .put("enabled", account.enabled())
                .put("language", account.language())
                .put("created", account.created().toString())
                .put(
                        "lastLogin",
                        account.lastLogin().toEpochMilli() == 0
                                ? null
                                : account.lastLogin().toString())
                .put("version", account.version());
    }

    private Checked<Draft> check(boolean isNew) {
        document.fieldNames().stream()
                .filter(field -> !FIELDS.contains(field) && !ANSWERED.contains(field))
                .forEach(field -> error(field, "is not known; known are " + sorted()));
        String user = user();
        String name = text("name", LONGEST_NAME);
        Draft draft =
                new Draft(
                        user,
                        name.isEmpty() ? user : name,
                        role(),
                        queues(),
                        enabled(),
                        language(),
                        password(isNew, user));
        if (draft.role() == Role.SUPERVISOR && draft.queues().isEmpty()) {
            warnings.put("queues", "without a queue this supervisor sees no calls");
        }
        return new Checked<>(draft, errors, warnings);
    }

    private String user() {
        String user = text("user", LONGEST_USER).toLowerCase(Locale.ROOT);
        if (user.isEmpty()) {
            error("user", "is missing");
        } else if (!user.matches("[0-9a-z._@-]+")) {
            error("user", "must be letters, digits and . _ @ -");
        } else if (RESERVED.contains(user)) {
            error("user", "is reserved; take another");
        }
        return user;
    }

    private Role role() {
        return switch (text("role", LONGEST_NAME)) {
            case "admin" -> Role.ADMIN;
            case "supervisor" -> Role.SUPERVISOR;
            default -> {
                error("role", "must be admin or supervisor");
                yield Role.SUPERVISOR;
            }
        };
    }

    private List<String> queues() {
        Object value = document.getValue("queues", new JsonArray());
        if (!(value instanceof JsonArray given)) {
            error("queues", "must be a list of queue names");
            return List.of();
        }
        if (given.size() > MOST_QUEUES) {
            error("queues", "must not be more than " + MOST_QUEUES);
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

    private boolean enabled() {
        Object value = document.getValue("enabled", true);
        if (value instanceof Boolean enabled) {
            return enabled;
        }
        error("enabled", "must be true or false");
        return true;
    }

    private String language() {
        String language = text("language", LONGEST_NAME);
        if (!language.isEmpty() && !Messages.LANGUAGES.contains(language)) {
            error("language", "must be one of " + String.join(", ", Messages.LANGUAGES));
            return "";
        }
        return language;
    }

    private String password(boolean isNew, String user) {
        Object value = document.getValue("password", "");
        if (!(value instanceof String password)) {
            error("password", "must be text");
            return "";
        }
        if (isNew && password.isEmpty()) {
            error("password", "is missing");
        }
        if (!password.isEmpty() && !trusted) {
            PasswordRules.problem(password, user).ifPresent(wrong -> error("password", wrong));
        }
        return password;
    }

    private String text(String field, int longest) {
        Object value = document.getValue(field, "");
        if (!(value instanceof String text)) {
            error(field, "must be text");
            return "";
        }
        String line = text.strip();
        if (line.length() > longest) {
            error(field, "must not be longer than " + longest + " characters");
            return "";
        }
        if (line.chars().anyMatch(Character::isISOControl)) {
            error(field, "must be one line");
            return "";
        }
        return line;
    }

    private void error(String field, String message) {
        errors.putIfAbsent(field, message);
    }

    private static String sorted() {
        return String.join(", ", FIELDS.stream().sorted().toList());
    }
}
