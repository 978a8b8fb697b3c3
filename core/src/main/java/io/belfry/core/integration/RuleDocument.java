package io.belfry.core.integration;

import io.belfry.core.call.CallEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A rule inside an integration's document. */
final class RuleDocument {
    static final int MOST_CONDITIONS = 20;
    static final int MOST_ACTIONS = 10;
    private static final Set<String> FIELDS =
            Set.of("name", "enabled", "events", "all", "any", "actions");
    private static final List<String> EVENTS =
            Arrays.stream(CallEvent.Kind.values()).map(CallEvent.Kind::word).toList();

    private final Set<String> fields;
    private final Templates templates;
    private final ActionDocument actions;

    /**
     * @param fields names that conditions and templates may use
     * @param hasUrl whether the integration has an address that actions without one can fall back
     *     to
     */
    RuleDocument(Set<String> fields, Templates templates, boolean hasUrl) {
        this.fields = fields;
        this.templates = templates;
        this.actions = new ActionDocument(this, hasUrl);
    }

    Rule read(DocumentReader reader) {
        reader.allow(FIELDS);
        Set<CallEvent.Kind> events = events(reader);
        List<Condition> all = conditions(reader, "all");
        List<Condition> any = conditions(reader, "any");
        if (all.isEmpty() && any.isEmpty()) {
            reader.warn("a rule without conditions holds for every call");
        }
        List<Action> list =
                reader.objects("actions", MOST_ACTIONS).stream()
                        .flatMap(each -> actions.read(each).stream())
                        .toList();
        if (!reader.has("actions") || list.isEmpty()) {
            reader.error("actions", "a rule needs at least one action");
        }
        warnAboutNobody(reader, events, list);
        warnAboutTwoPages(reader, events, list);
        return new Rule(
                reader.line("name", IntegrationDocument.LONGEST_NAME),
                reader.flag("enabled", true),
                events,
                all,
                any,
                list);
    }

    private static Set<CallEvent.Kind> events(DocumentReader reader) {
        Set<CallEvent.Kind> kinds = EnumSet.noneOf(CallEvent.Kind.class);
        List<String> words = reader.lines("events", EVENTS.size() * 2, 40);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (EVENTS.contains(word)) {
                kinds.add(CallEvent.Kind.valueOf(word.toUpperCase(Locale.ROOT)));
            } else {
                reader.error(
                        "events[" + i + "]",
                        "unknown event \"" + word + "\"" + Suggestion.hint(word, EVENTS));
            }
        }
        if (words.isEmpty()) {
            reader.error("events", "a rule needs at least one event");
        }
        return kinds;
    }

    private List<Condition> conditions(DocumentReader reader, String name) {
        return reader.objects(name, MOST_CONDITIONS).stream()
                .map(each -> ConditionDocument.read(each, fields))
                .toList();
    }

    /** A page for nobody is no mistake, other events of the rule may have somebody. */
    private static void warnAboutNobody(
            DocumentReader reader, Set<CallEvent.Kind> events, List<Action> actions) {
        boolean needsAgent = actions.stream().anyMatch(each -> !(each instanceof Action.Realtime));
        List<String> nobody =
                events.stream()
                        .filter(RuleDocument::isAboutNobody)
                        .map(CallEvent.Kind::word)
                        .toList();
        if (needsAgent && !nobody.isEmpty()) {
            reader.warn(
                    "events",
                    String.join(", ", nobody)
                            + " is about no agent: it opens and notifies nothing");
        }
    }

    /** Somebody may want it, but who ticks "rings" and "is answered" mostly wants one page. */
    private static void warnAboutTwoPages(
            DocumentReader reader, Set<CallEvent.Kind> events, List<Action> actions) {
        boolean opens = actions.stream().anyMatch(each -> each instanceof Action.Open);
        List<String> moments =
                Stream.of(CallEvent.Kind.RINGING, CallEvent.Kind.UP, CallEvent.Kind.HANGUP)
                        .filter(events::contains)
                        .map(CallEvent.Kind::word)
                        .toList();
        if (opens && moments.size() > 1) {
            reader.warn(
                    "events",
                    "opens a page at each of "
                            + String.join(", ", moments)
                            + ": more than one for the same call");
        }
    }

    private static boolean isAboutNobody(CallEvent.Kind kind) {
        return switch (kind) {
            case ABANDON, QUEUED, LEAVE, GAP -> true;
            case RINGING,
                    UP,
                    HANGUP,
                    OUTBOUND,
                    NOANSWER,
                    REJECT,
                    TAKEN,
                    HOLD,
                    UNHOLD,
                    TRANSFER,
                    TRANSFERRED,
                    OUTBOUNDUP,
                    OUTBOUNDHANGUP,
                    PAUSE,
                    UNPAUSE,
                    LOGIN,
                    LOGOUT ->
                    false;
        };
    }

    void checkUrl(DocumentReader reader, String name, String url) {
        if (url.isEmpty()) {
            return;
        }
        templates
                .urlProblem(url, fields)
                .ifPresentOrElse(
                        problem -> reader.error(name, problem),
                        () -> warnAboutPlainText(reader, name, url));
    }

    private static void warnAboutPlainText(DocumentReader reader, String name, String url) {
        if (url.regionMatches(true, 0, "http:", 0, 5)) {
            reader.warn(name, "http can be read on its way; https can not");
        }
    }

    void checkText(DocumentReader reader, String name, String text) {
        templates.textProblem(text, fields).ifPresent(problem -> reader.error(name, problem));
    }

    static JsonObject json(Rule rule) {
        JsonArray events = new JsonArray();
        rule.events().stream().sorted().forEach(kind -> events.add(kind.word()));
        JsonArray actions = new JsonArray();
        rule.actions().forEach(action -> actions.add(ActionDocument.json(action)));
        return new JsonObject()
                .put("name", rule.name())
                .put("enabled", rule.enabled())
                .put("events", events)
                .put("all", conditions(rule.all()))
                .put("any", conditions(rule.any()))
                .put("actions", actions);
    }

    private static JsonArray conditions(List<Condition> conditions) {
        JsonArray array = new JsonArray();
        conditions.forEach(each -> array.add(ConditionDocument.json(each)));
        return array;
    }
}
