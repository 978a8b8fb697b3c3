package io.belfry.core.store;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Makes texts of unknown origin fit into columns. */
final class Texts {
    private static final int LONGEST_SEARCH = 4_000;

    private Texts() {}

    /** Cut to the length of the column and without NUL, which PostgreSQL takes nowhere. */
    static String fit(String text, int longest) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        if (clean.length() <= longest) {
            return clean;
        }
        boolean splitsPair = Character.isHighSurrogate(clean.charAt(longest - 1));
        return clean.substring(0, splitsPair ? longest - 1 : longest);
    }

    /** What a search by text looks through. */
    static String searchable(Collection<String> texts) {
        String all =
                texts.stream()
                        .filter(text -> !text.isBlank())
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return fit(all.toLowerCase(Locale.ROOT), LONGEST_SEARCH);
    }

    /** Only its digits, so that {@code 02/8899-0011} and {@code 0288990011} are the same number. */
    static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
