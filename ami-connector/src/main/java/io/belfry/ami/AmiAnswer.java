package io.belfry.ami;

import java.util.Map;

/**
 * What the PBX said to an action. The entries of a list that was asked for come as events.
 *
 * @param ok it did as it was asked, or will
 * @param message its words
 * @param values all headers of the response, names in lower case
 */
record AmiAnswer(boolean ok, String message, Map<String, String> values) {
    AmiAnswer {
        values = Map.copyOf(values);
    }

    /** A header of the response, empty when it is missing. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** Asterisk answers so to an action of a class that the user may not use. */
    boolean isDenied() {
        return !ok && message.startsWith("Permission denied");
    }
}
