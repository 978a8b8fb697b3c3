package io.belfry.core.integration;

import java.util.List;

/**
 * Something to know about an import.
 *
 * @param line of the pasted program, from 1; 0 when it is about no line
 * @param warning whether something will not work as it did; else it is only told
 * @param key of its text, like {@code require}
 * @param values that the text names
 */
public record ShuttleNote(int line, boolean warning, String key, List<String> values) {
    public ShuttleNote {
        values = List.copyOf(values);
    }

    static ShuttleNote told(int line, String key, String... values) {
        return new ShuttleNote(line, false, key, List.of(values));
    }

    static ShuttleNote warning(int line, String key, String... values) {
        return new ShuttleNote(line, true, key, List.of(values));
    }
}
