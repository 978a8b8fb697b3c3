package io.belfry.ami;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that we ask of the PBX. Asterisk ends a header at CR LF and at a bare LF alike, so a
 * value with a line break in it would be a second header, or a second action: such values are
 * refused here, where every action is born, and never repaired.
 *
 * @param name of the action, {@code Ping}
 * @param headers in the order in which they are written
 * @throws IllegalArgumentException for a name or value that Asterisk would read as something else
 */
record AmiAction(String name, Map<String, String> headers) {
    /** Asterisk reads lines of at most 1,024 bytes, the header's name included. */
    static final int MAX_VALUE_BYTES = 1_000;

    static final int MAX_HEADERS = 100;

    AmiAction {
        requireWord(name);
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException(name + " has more than " + MAX_HEADERS + " headers");
        }
        headers.forEach(AmiAction::require);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void require(String header, String value) {
        requireWord(header);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(header + " must not hold a line break or NUL");
            }
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    header + " is longer than " + MAX_VALUE_BYTES + " bytes");
        }
    }

    private static void requireWord(String word) {
        if (word.isEmpty() || !word.chars().allMatch(AmiAction::isLetterOrDigit)) {
            throw new IllegalArgumentException("no name of an action or header: " + word.length());
        }
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** Without the values: they are people's numbers, or worse. */
    @Override
    public String toString() {
        return name;
    }
}
