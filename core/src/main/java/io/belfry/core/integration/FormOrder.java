package io.belfry.core.integration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which people fill in a document, top to bottom: mistakes are told in it, whatever
 * order they were found in. {@code rules[2].actions[0].url} comes part by part.
 */
final class FormOrder implements Comparator<String> {
    /** Of all documents together; no two of them disagree. */
    private static final List<String> FIELDS =
            List.of(
                    "appname",
                    "name",
                    "enabled",
                    "number",
                    "email",
                    "peers",
                    "host",
                    "port",
                    "user",
                    "secret",
                    "password",
                    "tls",
                    "description",
                    "sample",
                    "events",
                    "all",
                    "any",
                    "actions",
                    "field",
                    "op",
                    "value",
                    "type",
                    "mode",
                    "level",
                    "title",
                    "body",
                    "reference",
                    "url",
                    "variables",
                    "rules",
                    "script",
                    "scriptHosts");

    /** A field and, in a list, the place there. */
    private record Part(String name, int place) {
        static Part of(String text) {
            int bracket = text.indexOf('[');
            String index = bracket < 0 ? "" : text.substring(bracket + 1).replace("]", "");
            boolean listed = index.matches("\\d{1,6}");
            return new Part(
                    bracket < 0 ? text : text.substring(0, bracket),
                    listed ? Integer.parseInt(index) : -1);
        }

        /** What nobody knows, a typing error for instance, comes last. */
        int rank() {
            int rank = FIELDS.indexOf(name);
            return rank < 0 ? FIELDS.size() : rank;
        }
    }

    private static final Comparator<Part> BY_PLACE =
            Comparator.comparingInt(Part::rank).thenComparingInt(Part::place);

    @Override
    public int compare(String one, String other) {
        List<Part> left = parts(one);
        List<Part> right = parts(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = BY_PLACE.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<Part> parts(String path) {
        return Arrays.stream(path.split("\\.")).map(Part::of).toList();
    }
}
