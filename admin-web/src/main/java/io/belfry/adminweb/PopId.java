package io.belfry.adminweb;

import java.util.Arrays;

/**
 * Which action of which rule made a pop: {@code <event id>/<integration id>/<rule index>/<action
 * index>}. The id of an event may have slashes in it.
 *
 * @param rule index; larger than any rule when the id is none of a rule
 */
record PopId(String event, String integration, int rule, int action) {
    private static final PopId NONE = new PopId("", "", Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final int PARTS_BEHIND = 3;

    static PopId of(String id) {
        String[] parts = id.split("/");
        int event = parts.length - PARTS_BEHIND;
        if (event < 1) {
            return NONE;
        }
        return new PopId(
                String.join("/", Arrays.copyOf(parts, event)),
                parts[event],
                number(parts[event + 1]),
                number(parts[event + 2]));
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }
}
