package io.belfry.adminweb;

import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.web.Views;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a form: a sentence about all of it, and a message for each field by the
 * field's path. The texts are the owner's of the settings; this only says where they stand.
 *
 * @param labels what the summary calls each field
 */
public record Problems(String message, Map<String, String> fields, Map<String, String> labels) {
    public static final Problems NONE = new Problems("", Map.of(), Map.of());

    /** One message, and the path and name of its field. */
    public record Entry(String path, String label, String text) {
        public String labelled() {
            return label.isEmpty() ? text : label + ": " + text;
        }
    }

    public Problems {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        labels = Map.copyOf(labels);
    }

    static Problems of(RoutingContext rc, Views views, ConfigAnswer.Refused refused) {
        return of(rc, views, refused.message(), refused.fields());
    }

    /** In the order of the page, with the fields' names in the reader's language. */
    static Problems of(RoutingContext rc, Views views, String message, Map<String, String> fields) {
        Map<String, String> ordered = inOrder(rc, fields);
        FieldLabels words = new FieldLabels(views.messages(), Views.locale(rc));
        Map<String, String> labels = new LinkedHashMap<>();
        fields.keySet().forEach(path -> labels.put(path, words.of(path)));
        String said =
                fields.isEmpty()
                        ? message
                        : views.messages().text(Views.locale(rc), "admin.problems", fields.size());
        return new Problems(said, ordered, labels);
    }

    /**
     * Browsers send fields in the order of the page. What they did not send, a list of boxes
     * without a tick, stays behind what it comes after.
     */
    private static Map<String, String> inOrder(RoutingContext rc, Map<String, String> fields) {
        List<String> sent = new FormFields(rc.request().formAttributes()).names();
        Map<String, Integer> places = new LinkedHashMap<>();
        int before = 0;
        for (String path : fields.keySet()) {
            before = place(path, sent, before);
            places.put(path, before);
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        places.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(each -> ordered.put(each.getKey(), fields.get(each.getKey())));
        return ordered;
    }

    private static int place(String path, List<String> sent, int otherwise) {
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).startsWith(path)) {
                return i;
            }
        }
        return otherwise;
    }

    public boolean any() {
        return !message.isEmpty() || !fields.isEmpty();
    }

    public boolean has(String path) {
        return fields.containsKey(path);
    }

    public String at(String path) {
        return fields.getOrDefault(path, "");
    }

    public List<Entry> list() {
        List<Entry> all = new ArrayList<>();
        fields.forEach(
                (path, text) -> all.add(new Entry(path, labels.getOrDefault(path, ""), text)));
        return all;
    }

    /** The keyboard starts at the first thing to mend. */
    public boolean isFirst(String path) {
        return has(path) && fields.keySet().iterator().next().equals(path);
    }

    /** The id of a field's element: no signs that mean something in a selector. */
    public String id(String path) {
        return path.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("-+$", "");
    }

    public String describedBy(String path) {
        return id(path) + "-help " + id(path) + "-problem";
    }

    /**
     * With messages about the parts of a list moved to the one field that shows the list: {@code
     * peers[1]} to {@code peers}.
     */
    Problems gathered(String list) {
        Map<String, String> moved = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>(labels);
        fields.forEach(
                (path, text) -> {
                    String place = path.startsWith(list + "[") ? list : path;
                    moved.merge(place, text, (first, second) -> first + "; " + second);
                    names.putIfAbsent(place, labels.getOrDefault(path, ""));
                });
        return new Problems(message, moved, names);
    }
}
