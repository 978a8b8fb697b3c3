package io.belfry.simulator.state;

/**
 * How channel events write names and variable values: with the escapes of a C string, so that a
 * line break in a caller's name cannot end the line.
 */
public final class CEscapes {
    private static final String PLAIN = "\u0007\b\f\n\r\t\u000b\\'\"?";
    private static final String LETTER = "abfnrtv\\'\"?";

    private CEscapes() {}

    public static String escape(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            int special = PLAIN.indexOf(value.charAt(i));
            if (special >= 0) {
                text.append('\\').append(LETTER.charAt(special));
            } else {
                text.append(value.charAt(i));
            }
        }
        return text.toString();
    }

    /** A backslash before another character stays what it is. */
    public static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder value = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int special =
                    text.charAt(i) == '\\' && i + 1 < text.length()
                            ? LETTER.indexOf(text.charAt(i + 1))
                            : -1;
            if (special >= 0) {
                value.append(PLAIN.charAt(special));
                i++;
            } else {
                value.append(text.charAt(i));
            }
        }
        return value.toString();
    }
}
