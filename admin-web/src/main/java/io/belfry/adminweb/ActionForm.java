package io.belfry.adminweb;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One action as typed: its kind and the fields of that kind. */
public record ActionForm(String type, Map<String, String> values) {
    /** The kinds that there are and what each asks for, in the order of the page. */
    private static final Map<String, List<String>> FIELDS = kinds();

    public ActionForm {
        values = Map.copyOf(values);
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("open", List.of("mode", "url"));
        kinds.put("notify", List.of("level", "title", "body"));
        kinds.put("realtime", List.of("reference", "url"));
        return kinds;
    }

    static List<String> types() {
        return List.copyOf(FIELDS.keySet());
    }

    /** What a new one begins with. */
    static ActionForm fresh(String type) {
        return switch (type) {
            case "open" -> new ActionForm(type, Map.of("mode", "new_tab"));
            case "notify" ->
                    new ActionForm(
                            type,
                            Map.of(
                                    "level", "info",
                                    "title", "{callername|default:Call}",
                                    "body", "{callernum} in {queue}"));
            default -> new ActionForm(type, Map.of());
        };
    }

    static ActionForm read(FormFields fields, String path) {
        String type = fields.text(path + ".type");
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : FIELDS.getOrDefault(type, List.of())) {
            values.put(name, fields.text(path + "." + name));
        }
        return new ActionForm(type, values);
    }

    static ActionForm of(JsonObject document) {
        String type = document.getString("type", "");
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : FIELDS.getOrDefault(type, List.of())) {
            values.put(name, document.getString(name, ""));
        }
        return new ActionForm(type, values);
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** A field that was left empty is left out: the integration's own URL, no reference. */
    JsonObject document() {
        JsonObject document = new JsonObject().put("type", type);
        for (String name : FIELDS.getOrDefault(type, List.of())) {
            if (!value(name).isEmpty()) {
                document.put(name, value(name));
            }
        }
        return document;
    }
}
