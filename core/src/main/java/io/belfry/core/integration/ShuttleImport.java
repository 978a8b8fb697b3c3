package io.belfry.core.integration;

import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes of a service for the original what it would be here: old parameters become one rule, a
 * program with handlers becomes the integration's script. Pure: it says what would be made.
 */
public final class ShuttleImport {
    static final String NAME = "Shuttle";
    private static final List<String> EVENTS =
            Arrays.stream(CallEvent.Kind.values()).map(CallEvent.Kind::word).toList();
    private static final Set<String> ALL_QUEUES = Set.of("*", "all", "any");

    private final ShuttleTemplate given;
    private final Configuration now;
    private final ShuttleProgram program;
    private final List<ShuttleNote> notes = new ArrayList<>();
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();

    /**
     * @param integration id of the one of this name that there is already; empty for a new one
     * @param document what its draft would be
     * @param newVariables that have to be made first
     * @param problems what has to be added, by the name of the parameter; then nothing can be made
     */
    public record Result(
            String integration,
            JsonObject document,
            List<String> newVariables,
            List<ShuttleNote> notes,
            Map<String, String> problems) {}

    private ShuttleImport(ShuttleTemplate given, Configuration now) {
        this.given = given;
        this.now = now;
        this.program = ShuttleProgram.read(given.template());
    }

    public static Result of(ShuttleTemplate given, Configuration now) {
        return new ShuttleImport(given, now).result();
    }

    private Result result() {
        notes.addAll(program.notes());
        values(given.variables(), "var_name_array").forEach(this::variable);
        boolean scripted = !program.handlers().isEmpty();
        // a url in a handler is one of many and not the integration's
        String url = withVariables(scripted ? given.url() : value(given.url(), "url"));
        List<JsonObject> rules = new ArrayList<>();
        if (scripted) {
            notes.add(ShuttleNote.told(0, "script", String.join(", ", program.handlers())));
            unusedParameters();
        }
        if (wantsRule(scripted)) {
            rules.add(rule(scripted, url));
        } else if (!scripted) {
            problems.put("template", "no handler and no old parameter was found in it");
        }
        return finish(url, rules, scripted);
    }

    /** With handlers, only parameters that were entered beside the program make a rule, too. */
    private boolean wantsRule(boolean scripted) {
        if (scripted) {
            return !given.eventTypes().isEmpty();
        }
        return !given.isEmpty() && (given.template().isBlank() || hasParameters());
    }

    private boolean hasParameters() {
        boolean entered = !given.eventTypes().isEmpty() || !given.url().isEmpty();
        return entered
                || program.parameters().containsKey("event_type")
                || program.parameters().containsKey("mode_open")
                || program.parameters().containsKey("url");
    }

    private void unusedParameters() {
        for (String name : List.of("event_type", "queue_name", "mode_open")) {
            ShuttleProgram.Parameter parameter = program.parameters().get(name);
            if (parameter != null) {
                notes.add(ShuttleNote.told(parameter.line(), "parameterUnused", name));
            }
        }
    }

    private JsonObject rule(boolean scripted, String url) {
        if (url.isEmpty()) {
            problems.put("url", "the address of the page that opens is needed");
        }
        if (scripted) {
            notes.add(ShuttleNote.warning(0, "both"));
        }
        List<String> events = events();
        if (events.stream().allMatch(each -> each.equals("abandon"))) {
            notes.add(ShuttleNote.warning(0, "abandon"));
        }
        JsonArray all = new JsonArray();
        queueCondition().ifPresent(all::add);
        JsonObject open = new JsonObject().put("type", "open").put("url", "").put("mode", mode());
        return new JsonObject()
                .put("name", "Shuttle: " + String.join(", ", events))
                .put("enabled", true)
                .put("events", new JsonArray(events))
                .put("all", all)
                .put("any", new JsonArray())
                .put("actions", new JsonArray().add(open));
    }

    private List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        for (String word : values(given.eventTypes(), "event_type")) {
            String small = word.toLowerCase(Locale.ROOT);
            if (EVENTS.contains(small)) {
                events.add(small);
            } else {
                notes.add(ShuttleNote.warning(lineOf("event_type"), "event", word));
            }
        }
        if (events.isEmpty()) {
            notes.add(ShuttleNote.told(0, "eventUsual"));
            events.add("up");
        }
        return List.copyOf(events);
    }

    private Optional<JsonObject> queueCondition() {
        List<String> queues =
                values(given.queues(), "queue_name").stream()
                        .filter(each -> !ALL_QUEUES.contains(each.toLowerCase(Locale.ROOT)))
                        .toList();
        if (queues.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new JsonObject()
                        .put("field", "queue")
                        .put("op", queues.size() == 1 ? "equals" : "in")
                        .put("value", String.join(",", queues)));
    }

    private String mode() {
        String word = value(given.mode(), "mode_open");
        if (!word.isEmpty() && OpenMode.of(word).isEmpty()) {
            notes.add(ShuttleNote.warning(lineOf("mode_open"), "mode", word));
        }
        return OpenMode.of(word).orElse(OpenMode.NEW_TAB).word();
    }

    /** Underscores in front mean inheritance in the dialplan and are no part of the name. */
    private void variable(String written) {
        String name = written.replaceFirst("^_+", "");
        if (now.variableNames().contains(name)) {
            variables.add(name);
            return;
        }
        Checked<CustomVariable> checked =
                VariableDocument.check(new JsonObject().put("name", name), "", now);
        if (checked.isGood()) {
            variables.add(name);
            missing.add(name);
        } else {
            notes.add(
                    ShuttleNote.warning(
                            lineOf("var_name_array"),
                            FieldNames.BUILT_IN.contains(name) ? "variableOurs" : "variable",
                            written));
        }
    }

    /** The original handed variables on with the address; how is not documented. */
    private String withVariables(String url) {
        if (url.isEmpty() || variables.isEmpty()) {
            return url;
        }
        List<String> added =
                variables.stream()
                        .filter(
                                name ->
                                        !Pattern.compile("\\{\\s*" + name + "\\s*[|}]")
                                                .matcher(url)
                                                .find())
                        .toList();
        if (added.isEmpty()) {
            return url;
        }
        notes.add(ShuttleNote.told(0, "variablesAdded", String.join(", ", added)));
        int fragment = url.indexOf('#');
        String page = fragment < 0 ? url : url.substring(0, fragment);
        String query =
                String.join("&", added.stream().map(name -> name + "={" + name + "}").toList());
        return page + (page.contains("?") ? "&" : "?") + query + url.substring(page.length());
    }

    private Result finish(String url, List<JsonObject> rules, boolean scripted) {
        String wanted = value(given.appname(), "appname");
        String appname = wanted.isEmpty() ? NAME : wanted;
        Optional<Integration> there =
                now.integrations().stream()
                        .filter(
                                each ->
                                        IntegrationDocument.key(each.appname())
                                                .equals(IntegrationDocument.key(appname)))
                        .findFirst();
        there.ifPresent(each -> notes.add(ShuttleNote.told(0, "there", each.appname())));
        JsonObject document =
                there.map(IntegrationDocument::json)
                        .orElseGet(
                                () ->
                                        new JsonObject()
                                                .put("appname", appname)
                                                .put("enabled", true));
        document.remove("version");
        document.remove("id");
        if (!url.isEmpty() || !document.containsKey("url")) {
            document.put("url", url);
        }
        document.put("variables", union(document, "variables", variables));
        document.put("rules", merged(document, rules));
        if (scripted) {
            document.put("script", given.template());
            document.put("scriptHosts", union(document, "scriptHosts", program.hosts()));
        }
        return new Result(
                there.map(Integration::id).orElse(""),
                document,
                List.copyOf(missing),
                List.copyOf(notes),
                Map.copyOf(problems));
    }

    /** A rule of the same name is the one of an earlier import. */
    private static JsonArray merged(JsonObject document, List<JsonObject> rules) {
        JsonArray all = new JsonArray();
        List<String> names = rules.stream().map(each -> each.getString("name")).toList();
        document.getJsonArray("rules", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(each -> !names.contains(each.getString("name")))
                .forEach(all::add);
        rules.forEach(all::add);
        return all;
    }

    private static JsonArray union(JsonObject document, String name, Iterable<String> more) {
        Set<Object> all = new LinkedHashSet<>();
        document.getJsonArray(name, new JsonArray()).forEach(all::add);
        more.forEach(all::add);
        return new JsonArray(new ArrayList<>(all));
    }

    private String value(String entered, String name) {
        return entered.isEmpty() ? String.join("", found(name)) : entered;
    }

    private List<String> values(List<String> entered, String name) {
        return entered.isEmpty()
                ? found(name).stream()
                        .flatMap(each -> ShuttleTemplate.words(each).stream())
                        .toList()
                : entered;
    }

    private List<String> found(String name) {
        ShuttleProgram.Parameter parameter = program.parameters().get(name);
        return parameter == null ? List.of() : parameter.values();
    }

    /** 0 for what was entered beside the program. */
    private int lineOf(String name) {
        ShuttleProgram.Parameter parameter = program.parameters().get(name);
        return parameter == null ? 0 : parameter.line();
    }
}
