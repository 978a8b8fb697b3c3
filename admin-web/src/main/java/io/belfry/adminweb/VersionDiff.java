package io.belfry.adminweb;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What differs between two versions of an integration: single values, the rules in words and the
 * script line by line.
 */
public record VersionDiff(
        List<Difference> values, List<LineDiff.Line> rules, List<LineDiff.Line> script) {
    public VersionDiff {
        values = List.copyOf(values);
        rules = List.copyOf(rules);
        script = List.copyOf(script);
    }

    /** Long scripts take their time: not for an event loop. */
    static VersionDiff between(JsonObject before, JsonObject after, RuleWords words) {
        return new VersionDiff(
                Difference.between(values(before), values(after)),
                LineDiff.between(
                        words.of(IntegrationForm.of(before)), words.of(IntegrationForm.of(after))),
                LineDiff.between(before.getString("script", ""), after.getString("script", "")));
    }

    private static JsonObject values(JsonObject document) {
        return new JsonObject()
                .put("appname", document.getValue("appname"))
                .put("enabled", document.getValue("enabled"))
                .put("url", document.getValue("url"))
                .put("variables", document.getJsonArray("variables", new JsonArray()))
                .put("scriptHosts", document.getJsonArray("scriptHosts", new JsonArray()));
    }

    public boolean isEmpty() {
        return values.isEmpty() && rules.isEmpty() && script.isEmpty();
    }

    JsonObject json() {
        JsonArray each = new JsonArray();
        values.forEach(
                value ->
                        each.add(
                                new JsonObject()
                                        .put("path", value.path())
                                        .put("before", value.theirs())
                                        .put("after", value.yours())));
        return new JsonObject()
                .put("values", each)
                .put("rules", LineDiff.json(rules))
                .put("script", LineDiff.json(script));
    }
}
