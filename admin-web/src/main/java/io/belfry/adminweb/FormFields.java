package io.belfry.adminweb;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser sent of a form. A field's name is its path in the document that REST shows ({@code
 * rules[0].all[1].value}), so a message of the validator finds its field without a table.
 */
final class FormFields {
    /** More than anybody enters by hand; what is beyond is a mistake or an attack. */
    private static final int MOST_ITEMS = 100;

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,4})]");

    private final MultiMap values;

    FormFields(MultiMap values) {
        this.values = values;
    }

    /** All names that were sent, in the order of the page. */
    List<String> names() {
        return values.entries().stream().map(Map.Entry::getKey).distinct().toList();
    }

    /** Browsers send line ends as CR LF; nothing of ours wants them at the ends of a value. */
    String text(String path) {
        String value = values.get(path);
        return value == null ? "" : value.strip();
    }

    /** As typed: a password may begin with a blank. */
    String raw(String path) {
        String value = values.get(path);
        return value == null ? "" : value;
    }

    /** As typed, with the line ends that we use. */
    String program(String path) {
        return raw(path).replace("\r\n", "\n").replace('\r', '\n');
    }

    String text(String path, String otherwise) {
        return values.contains(path) ? text(path) : otherwise;
    }

    boolean on(String path) {
        return values.contains(path);
    }

    List<String> all(String path) {
        return values.getAll(path).stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .limit(MOST_ITEMS)
                .toList();
    }

    /** The entries of a field with one a line, or with commas between. */
    static List<String> lines(String text) {
        return Arrays.stream(text.split("[\\r\\n,]+"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** A negative number or none says: not based on anything that was read. */
    long number(String path) {
        try {
            return Long.parseLong(text(path));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Which numbers a list has, in order and with gaps as they are: {@code rules} of {@code
     * rules[0].name} and {@code rules[3].name} are 0 and 3.
     */
    List<Integer> indexes(String list) {
        TreeSet<Integer> found = new TreeSet<>();
        for (Map.Entry<String, String> each : values) {
            String name = each.getKey();
            if (name.startsWith(list + "[")) {
                Matcher index = INDEX.matcher(name).region(list.length(), name.length());
                if (index.lookingAt()) {
                    found.add(Integer.valueOf(index.group(1)));
                }
            }
        }
        return found.stream().limit(MOST_ITEMS).toList();
    }
}
