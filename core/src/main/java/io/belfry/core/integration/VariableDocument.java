package io.belfry.core.integration;

import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A custom variable as REST and the pages see it: the only place that checks one. */
public final class VariableDocument {
    public static final int MOST_VARIABLES = 200;
    static final int LONGEST = 80;
    private static final int LONGEST_TEXT = 500;
    private static final Set<String> FIELDS = Set.of("name", "description", "sample");

    private VariableDocument() {}

    /**
     * @param id of the variable that it replaces; empty for a new one
     * @param now the settings that it becomes a part of
     */
    public static Checked<CustomVariable> check(JsonObject document, String id, Configuration now) {
        Findings findings = new Findings();
        DocumentReader reader = new DocumentReader(document, "", findings);
        reader.allow(FIELDS);
        String name = reader.requiredLine("name", LONGEST);
        checkName(reader, name, id, now);
        if (id.isEmpty() && now.variables().size() >= MOST_VARIABLES) {
            reader.error(
                    "name",
                    "there are " + MOST_VARIABLES + " variables already, the most possible");
        }
        return findings.about(
                new CustomVariable(
                        id,
                        name,
                        reader.text("description", LONGEST_TEXT),
                        reader.text("sample", LONGEST_TEXT),
                        0));
    }

    private static void checkName(
            DocumentReader reader, String name, String id, Configuration now) {
        if (name.startsWith("_")) {
            // in the dialplan Set(__x=…) makes a variable x that later channels inherit
            reader.error(
                    "name", "write it without the underscores in front, which only mean inherit");
        } else if (!name.isEmpty() && !name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            reader.error("name", "must be a letter followed by letters, digits and underscores");
        }
        if (CallEventJson.RESERVED.contains(name) || FieldNames.BUILT_IN.contains(name)) {
            reader.error("name", "\"" + name + "\" is the name of a field that events have anyway");
        }
        for (CustomVariable other : now.variables()) {
            if (!other.id().equals(id) && other.name().equals(name)) {
                reader.error("name", "\"" + name + "\" is taken");
            }
            if (other.id().equals(id) && !other.name().equals(name)) {
                refuseRename(reader, other.name(), now);
            }
        }
    }

    private static void refuseRename(DocumentReader reader, String name, Configuration now) {
        List<String> users = usedBy(name, now);
        if (!users.isEmpty()) {
            reader.error(
                    "name",
                    "\"" + name + "\" is used by " + String.join(", ", users) + "; keep it");
        }
    }

    /** Names of the integrations that would break without this variable. */
    public static List<String> usedBy(String name, Configuration now) {
        Pattern placeholder = Pattern.compile("\\{\\s*" + Pattern.quote(name) + "\\s*[|}]");
        return now.integrations().stream()
                .filter(each -> uses(each, name, placeholder))
                .map(Integration::appname)
                .toList();
    }

    private static boolean uses(Integration integration, String name, Pattern placeholder) {
        return integration.variables().contains(name)
                || placeholder.matcher(integration.url()).find()
                || integration.rules().stream().anyMatch(rule -> uses(rule, name, placeholder));
    }

    private static boolean uses(Rule rule, String name, Pattern placeholder) {
        boolean inConditions =
                rule.all().stream().anyMatch(each -> each.field().equals(name))
                        || rule.any().stream().anyMatch(each -> each.field().equals(name));
        return inConditions
                || rule.actions().stream()
                        .map(ActionDocument::json)
                        .flatMap(json -> json.stream().map(field -> field.getValue().toString()))
                        .anyMatch(text -> placeholder.matcher(text).find());
    }

    public static JsonObject json(CustomVariable variable) {
        return new JsonObject()
                .put("id", variable.id())
                .put("name", variable.name())
                .put("description", variable.description())
                .put("sample", variable.sample())
                .put("version", variable.version());
    }
}
