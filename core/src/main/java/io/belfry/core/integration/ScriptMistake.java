package io.belfry.core.integration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a script, and where. It travels among the messages of a document's fields as
 * one text, {@code line 3, column 7: Expected ; but found }}.
 *
 * @param line from 1; 0 when it is not known
 * @param column from 1; 0 when it is not known
 */
public record ScriptMistake(int line, int column, String text) {
    private static final Pattern SHAPE =
            Pattern.compile("line (\\d{1,6})(?:, column (\\d{1,6}))?: (.*)", Pattern.DOTALL);

    /** The place is empty where the text does not begin with one. */
    public static ScriptMistake parse(String message) {
        Matcher parts = SHAPE.matcher(message);
        if (!parts.matches()) {
            return new ScriptMistake(0, 0, message);
        }
        int column = Optional.ofNullable(parts.group(2)).map(Integer::parseInt).orElse(0);
        return new ScriptMistake(Integer.parseInt(parts.group(1)), column, parts.group(3));
    }

    /** For {@link #parse} and for people. */
    @Override
    public String toString() {
        if (line <= 0) {
            return text;
        }
        return "line " + line + (column <= 0 ? "" : ", column " + column) + ": " + text;
    }
}
