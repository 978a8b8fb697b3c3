package io.belfry.core.integration;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An action inside a rule's document. */
final class ActionDocument {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 2_000;
    private static final int LONGEST_REFERENCE = 500;
    private static final List<String> TYPES = List.of("open", "notify", "realtime");
    private static final List<String> MODES =
            Arrays.stream(OpenMode.values()).map(OpenMode::word).toList();
    private static final List<String> LEVELS =
            Arrays.stream(Notice.Level.values()).map(Notice.Level::word).toList();

    private final RuleDocument templates;
    private final boolean hasUrl;

    ActionDocument(RuleDocument templates, boolean hasUrl) {
        this.templates = templates;
        this.hasUrl = hasUrl;
    }

    /** Empty for a type that there is not (yet). */
    Optional<Action> read(DocumentReader reader) {
        String type = reader.requiredLine("type", 40);
        return switch (type) {
            case "open" -> Optional.of(open(reader));
            case "notify" -> Optional.of(notice(reader));
            case "realtime" -> Optional.of(realtime(reader));
            default -> unknown(reader, type);
        };
    }

    private static Optional<Action> unknown(DocumentReader reader, String type) {
        reader.error(
                "type", "unknown action type \"" + type + "\"; known: " + String.join(", ", TYPES));
        return Optional.empty();
    }

    private Action open(DocumentReader reader) {
        reader.allow(Set.of("type", "url", "mode"));
        String url = url(reader);
        if (url.isEmpty() && !hasUrl) {
            reader.error("url", "there is no address, neither here nor in the integration");
        }
        String word = reader.line("mode", 40);
        Optional<OpenMode> mode = OpenMode.of(word);
        if (!word.isEmpty() && mode.isEmpty()) {
            reader.error("mode", "unknown mode \"" + word + "\"" + choices(word, MODES));
        }
        return new Action.Open(url, mode.orElse(OpenMode.NEW_TAB));
    }

    private Action notice(DocumentReader reader) {
        reader.allow(Set.of("type", "level", "title", "body"));
        String word = reader.line("level", 40);
        if (!word.isEmpty() && !LEVELS.contains(word)) {
            reader.error("level", "unknown level \"" + word + "\"" + choices(word, LEVELS));
        }
        String title = reader.line("title", LONGEST_TITLE);
        String body = reader.text("body", LONGEST_BODY);
        if (title.isEmpty() && body.isBlank()) {
            reader.error("title", "title and body must not both be empty");
        }
        templates.checkText(reader, "title", title);
        templates.checkText(reader, "body", body);
        return new Action.Notify(Notice.Level.of(word), title, body);
    }

    private Action realtime(DocumentReader reader) {
        reader.allow(Set.of("type", "reference", "url"));
        String reference = reader.line("reference", LONGEST_REFERENCE);
        templates.checkText(reader, "reference", reference);
        return new Action.Realtime(reference, url(reader));
    }

    private String url(DocumentReader reader) {
        String url = reader.line("url", IntegrationDocument.LONGEST_URL);
        templates.checkUrl(reader, "url", url);
        return url;
    }

    private static String choices(String word, List<String> known) {
        return Suggestion.of(word, known)
                .map(each -> "; did you mean \"" + each + "\"?")
                .orElse("; known: " + String.join(", ", known));
    }

    static JsonObject json(Action action) {
        JsonObject json = new JsonObject().put("type", action.type());
        if (action instanceof Action.Open open) {
            return json.put("url", open.url()).put("mode", open.mode().word());
        }
        if (action instanceof Action.Notify notice) {
            return json.put("level", notice.level().word())
                    .put("title", notice.title())
                    .put("body", notice.body());
        }
        Action.Realtime row = (Action.Realtime) action;
        return json.put("reference", row.reference()).put("url", row.url());
    }
}
