package io.belfry.adminweb;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A rule as typed. */
public record RuleForm(
        String name,
        boolean enabled,
        List<String> events,
        List<ConditionForm> all,
        List<ConditionForm> any,
        List<ActionForm> actions) {
    public RuleForm {
        events = List.copyOf(events);
        all = List.copyOf(all);
        any = List.copyOf(any);
        actions = List.copyOf(actions);
    }

    /** What most want: the page when the agent answers, and a row for the supervisors. */
    static RuleForm sensible(String name) {
        return new RuleForm(
                name,
                true,
                List.of("up"),
                List.of(),
                List.of(),
                List.of(ActionForm.fresh("open"), ActionForm.fresh("realtime")));
    }

    static RuleForm read(FormFields fields, String path) {
        return new RuleForm(
                fields.text(path + ".name"),
                fields.on(path + ".enabled"),
                fields.all(path + ".events"),
                each(fields, path + ".all", at -> ConditionForm.read(fields, at)),
                each(fields, path + ".any", at -> ConditionForm.read(fields, at)),
                each(fields, path + ".actions", at -> ActionForm.read(fields, at)));
    }

    static RuleForm of(JsonObject document) {
        return new RuleForm(
                document.getString("name", ""),
                document.getBoolean("enabled", true),
                strings(document, "events"),
                objects(document, "all").map(ConditionForm::of).toList(),
                objects(document, "any").map(ConditionForm::of).toList(),
                objects(document, "actions").map(ActionForm::of).toList());
    }

    JsonObject document() {
        return new JsonObject()
                .put("name", name)
                .put("enabled", enabled)
                .put("events", new JsonArray(events))
                .put("all", array(all.stream().map(ConditionForm::document)))
                .put("any", array(any.stream().map(ConditionForm::document)))
                .put("actions", array(actions.stream().map(ActionForm::document)));
    }

    RuleForm withAll(List<ConditionForm> conditions) {
        return new RuleForm(name, enabled, events, conditions, any, actions);
    }

    RuleForm withAny(List<ConditionForm> conditions) {
        return new RuleForm(name, enabled, events, all, conditions, actions);
    }

    RuleForm withActions(List<ActionForm> others) {
        return new RuleForm(name, enabled, events, all, any, others);
    }

    static <T> List<T> each(FormFields fields, String list, Function<String, T> reader) {
        return fields.indexes(list).stream()
                .map(index -> reader.apply(list + "[" + index + "]"))
                .toList();
    }

    static List<String> strings(JsonObject document, String name) {
        return document.getJsonArray(name, new JsonArray()).stream().map(String::valueOf).toList();
    }

    static Stream<JsonObject> objects(JsonObject document, String name) {
        return document.getJsonArray(name, new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    static JsonArray array(Stream<JsonObject> documents) {
        return new JsonArray(documents.toList());
    }
}
