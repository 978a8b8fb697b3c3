package io.belfry.adminweb;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One value that two versions of a document do not share; an empty text is none.
 *
 * @param path as in the document, {@code rules[0].name}
 */
public record Difference(String path, String theirs, String yours) {
    /** More than fits a screen helps nobody to decide. */
    private static final int MOST = 20;

    /** A whole script in a cell of a table says nothing; that it is another one is told. */
    private static final int LONGEST = 300;

    private static String shortened(String text) {
        return text.substring(0, LONGEST)
                + "… ("
                + text.length()
                + ", #"
                + Integer.toHexString(text.hashCode())
                + ")";
    }

    /**
     * Compares what both could have: fields that only the server sets (id, version) are left out.
     */
    static List<Difference> between(JsonObject theirs, JsonObject yours) {
        Map<String, String> saved = new TreeMap<>();
        Map<String, String> typed = new TreeMap<>();
        for (String field : yours.fieldNames()) {
            flatten(field, theirs.getValue(field), saved);
            flatten(field, yours.getValue(field), typed);
        }
        TreeSet<String> paths = new TreeSet<>(saved.keySet());
        paths.addAll(typed.keySet());
        List<Difference> found = new ArrayList<>();
        for (String path : paths) {
            String left = saved.getOrDefault(path, "");
            String right = typed.getOrDefault(path, "");
            if (!left.equals(right) && found.size() < MOST && !isSecret(path)) {
                found.add(new Difference(path, left, right));
            }
        }
        return found;
    }

    private static boolean isSecret(String path) {
        return path.equals("password") || path.equals("secret");
    }

    private static void flatten(String path, Object value, Map<String, String> into) {
        if (value instanceof JsonObject object) {
            object.forEach(each -> flatten(path + "." + each.getKey(), each.getValue(), into));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                flatten(path + "[" + i + "]", array.getValue(i), into);
            }
        } else if (value != null) {
            String text = value.toString();
            into.put(path, text.length() <= LONGEST ? text : shortened(text));
        }
    }
}
