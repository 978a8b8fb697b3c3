package io.belfry.ami;

/** Words of strangers, fit to stand in a log line or on a page. */
final class Printable {
    private Printable() {}

    static String of(String text, int limit) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(limit)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '.' : c)
                .forEach(clean::appendCodePoint);
        return clean + (text.codePointCount(0, text.length()) > limit ? "…" : "");
    }
}
