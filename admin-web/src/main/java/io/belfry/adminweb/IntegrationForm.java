package io.belfry.adminweb;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The editor of an integration as typed, right or wrong: what is wrong is said by the owner of the
 * settings, and the form is shown again as it was.
 *
 * @param hosts that its script may reach
 * @param version of the draft that the form was read at, 0 for none yet; negative to overwrite
 *     whatever is there
 * @param basedOn version of the published integration that the work began from; negative for one
 *     that is new
 */
public record IntegrationForm(
        String appname,
        boolean enabled,
        String url,
        List<String> variables,
        List<RuleForm> rules,
        String script,
        List<String> hosts,
        long version,
        long basedOn) {
    public IntegrationForm {
        variables = List.copyOf(variables);
        rules = List.copyOf(rules);
        hosts = List.copyOf(hosts);
    }

    /**
     * @param ruleName name of the rule that a new integration starts with, in the user's language
     */
    static IntegrationForm fresh(String ruleName) {
        return new IntegrationForm(
                "",
                true,
                "",
                List.of(),
                List.of(RuleForm.sensible(ruleName)),
                "",
                List.of(),
                -1,
                -1);
    }

    static IntegrationForm read(MultiMap attributes) {
        FormFields fields = new FormFields(attributes);
        return new IntegrationForm(
                fields.text("appname"),
                fields.on("enabled"),
                fields.text("url"),
                fields.all("variables"),
                RuleForm.each(fields, "rules", path -> RuleForm.read(fields, path)),
                fields.program("script"),
                FormFields.lines(fields.raw("scriptHosts")),
                fields.number("version"),
                fields.number("basedOn"));
    }

    /** Of what somebody works on. */
    static IntegrationForm of(JsonObject document) {
        return new IntegrationForm(
                document.getString("appname", ""),
                document.getBoolean("enabled", true),
                document.getString("url", ""),
                RuleForm.strings(document, "variables"),
                RuleForm.objects(document, "rules").map(RuleForm::of).toList(),
                document.getString("script", ""),
                RuleForm.strings(document, "scriptHosts"),
                document.getLong("version", -1L),
                document.getLong("basedOn", -1L));
    }

    /** Of what is published and nobody works on yet. */
    static IntegrationForm published(JsonObject document) {
        return of(
                document.copy().put("version", 0).put("basedOn", document.getLong("version", -1L)));
    }

    /** The shape of REST. */
    JsonObject document() {
        return new JsonObject()
                .put("appname", appname)
                .put("enabled", enabled)
                .put("url", url)
                .put("variables", new JsonArray(variables))
                .put("rules", RuleForm.array(rules.stream().map(RuleForm::document)))
                .put("script", script)
                .put("scriptHosts", new JsonArray(hosts));
    }

    /** The same as a draft that says which published version it was made from. */
    JsonObject draft() {
        JsonObject document = document();
        return basedOn < 0 ? document : document.put("basedOn", basedOn);
    }

    /**
     * With the custom variables that its templates and conditions name: who inserts one should not
     * have to say a second time that it is used.
     *
     * @param known names of all custom variables
     */
    IntegrationForm using(List<String> known) {
        Set<String> used = new LinkedHashSet<>(variables);
        known.stream().filter(this::mentions).forEach(used::add);
        return with(List.copyOf(used), rules, script);
    }

    private boolean mentions(String variable) {
        Pattern braces = Pattern.compile("\\{\\s*" + Pattern.quote(variable) + "\\s*[|}]");
        Stream<String> templates =
                Stream.concat(
                        Stream.of(url),
                        rules.stream()
                                .flatMap(rule -> rule.actions().stream())
                                .flatMap(action -> action.values().values().stream()));
        Stream<ConditionForm> conditions =
                rules.stream()
                        .flatMap(rule -> Stream.concat(rule.all().stream(), rule.any().stream()));
        return templates.anyMatch(each -> braces.matcher(each).find())
                || conditions.anyMatch(each -> each.field().equals(variable));
    }

    IntegrationForm withRules(List<RuleForm> others) {
        return with(variables, others, script);
    }

    IntegrationForm withScript(String other) {
        return with(variables, rules, other);
    }

    private IntegrationForm with(List<String> names, List<RuleForm> others, String source) {
        return new IntegrationForm(
                appname, enabled, url, names, others, source, hosts, version, basedOn);
    }

    /** For a field: a browser drops the first line break in it, so there is one to be dropped. */
    public String scriptShown() {
        return "\n" + script;
    }

    /** One a line, as the field shows them. */
    public String hostLines() {
        return String.join("\n", hosts);
    }
}
