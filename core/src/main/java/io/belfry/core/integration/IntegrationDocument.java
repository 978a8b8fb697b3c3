package io.belfry.core.integration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An integration as REST and the pages see it ({@code interfaces.md}): the only place that checks
 * one.
 */
public final class IntegrationDocument {
    public static final int MOST_INTEGRATIONS = 500;
    public static final int MOST_RULES = 50;
    static final int LONGEST_NAME = 100;
    static final int LONGEST_URL = 2_000;
    private static final int MOST_VARIABLES = VariableDocument.MOST_VARIABLES;

    /** All limits together allow more than anybody wants in memory, on the bus and in a page. */
    private static final int LARGEST = 200_000;

    private static final Set<String> FIELDS =
            Set.of("appname", "enabled", "url", "variables", "rules", "script", "scriptHosts");

    private IntegrationDocument() {}

    /**
     * @param id of the integration that it replaces; empty for a new one
     * @param now the settings that it becomes a part of
     */
    public static Checked<Integration> check(
            JsonObject document, String id, Configuration now, Templates templates) {
        Findings findings = new Findings();
        Integration integration = read(document, id, now.variableNames(), templates, findings);
        checkName(integration, id, now, findings);
        if (id.isEmpty() && now.integrations().size() >= MOST_INTEGRATIONS) {
            findings.error(
                    "appname",
                    "there are " + MOST_INTEGRATIONS + " integrations already, the most possible");
        }
        if (json(integration).encode().length() > LARGEST) {
            findings.error("rules", "the integration is too large; divide it");
        }
        return findings.about(integration);
    }

    /**
     * Reads what was saved by {@link #json}. Errors mean that this version of the program does not
     * know something that another one did; such an integration must not act.
     */
    public static Checked<Integration> stored(JsonObject document, List<String> variables) {
        Findings findings = new Findings();
        return findings.about(read(document, "", variables, Templates.UNCHECKED, findings));
    }

    private static Integration read(
            JsonObject document,
            String id,
            List<String> variables,
            Templates templates,
            Findings findings) {
        DocumentReader reader = new DocumentReader(document, "", findings);
        reader.allow(FIELDS);
        Set<String> fields = FieldNames.with(variables);
        String url = reader.line("url", LONGEST_URL);
        RuleDocument rules = new RuleDocument(fields, templates, !url.isEmpty());
        rules.checkUrl(reader, "url", url);
        return new Integration(
                id,
                reader.requiredLine("appname", LONGEST_NAME),
                reader.flag("enabled", true),
                url,
                variables(reader, variables),
                reader.objects("rules", MOST_RULES).stream().map(rules::read).toList(),
                ScriptDocument.read(reader),
                0);
    }

    private static List<String> variables(DocumentReader reader, List<String> known) {
        List<String> names = reader.lines("variables", MOST_VARIABLES, VariableDocument.LONGEST);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!known.contains(name)) {
                reader.error(
                        "variables[" + i + "]",
                        "no custom variable \"" + name + "\"" + Suggestion.hint(name, known));
            }
        }
        return names;
    }

    private static void checkName(
            Integration integration, String id, Configuration now, Findings findings) {
        boolean taken =
                now.integrations().stream()
                        .filter(other -> !other.id().equals(id))
                        .anyMatch(other -> key(other.appname()).equals(key(integration.appname())));
        if (taken) {
            findings.error("appname", "\"" + integration.appname() + "\" is taken");
        }
    }

    /** Names that differ only in case are the same name. */
    public static String key(String appname) {
        return appname.toLowerCase(Locale.ROOT);
    }

    /** In the shape of the public interface, complete, in which it is also stored. */
    public static JsonObject json(Integration integration) {
        JsonArray rules = new JsonArray();
        integration.rules().forEach(rule -> rules.add(RuleDocument.json(rule)));
        return new JsonObject()
                .put("id", integration.id())
                .put("appname", integration.appname())
                .put("enabled", integration.enabled())
                .put("url", integration.url())
                .put("variables", new JsonArray(List.copyOf(integration.variables())))
                .put("rules", rules)
                .put("script", integration.script().source())
                .put("scriptHosts", new JsonArray(List.copyOf(integration.script().hosts())))
                .put("version", integration.version());
    }
}
