package io.belfry.ami;

import io.belfry.core.call.Seconds;

/**
 * How Asterisk writes values: {@code <unknown>} for nothing, C escapes in names and variables,
 * figures as text.
 */
final class AmiText {
    private static final String ESCAPED = "abfnrtv0";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\0";

    private AmiText() {}

    static String known(String value) {
        return value.equals("<unknown>") ? "" : value;
    }

    /**
     * CallerIDName and the Value of VarSet carry {@code \' \" \\ \? \n …}; the event carries the
     * value itself.
     */
    static String unescaped(String value) {
        int slash = value.indexOf('\\');
        if (slash < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        int from = 0;
        while (slash >= 0 && slash + 1 < value.length()) {
            char next = value.charAt(slash + 1);
            int known = ESCAPED.indexOf(next);
            text.append(value, from, slash).append(known < 0 ? next : MEANING.charAt(known));
            from = slash + 2;
            slash = value.indexOf('\\', from);
        }
        return text.append(value, from, value.length()).toString();
    }

    /** Not known when it is no figure. */
    static Seconds seconds(String value) {
        try {
            return Seconds.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return Seconds.UNKNOWN;
        }
    }

    static int number(String value, int otherwise) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
