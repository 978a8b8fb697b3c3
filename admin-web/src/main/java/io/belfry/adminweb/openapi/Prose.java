package io.belfry.adminweb.openapi;

import java.util.ArrayList;
import java.util.List;

/** Sentences of the description, in which words of programs stand between back-ticks. */
public final class Prose {
    /** A piece of a sentence. */
    public record Part(String text, boolean code) {}

    private Prose() {}

    /** In their order; a back-tick without its other is text. */
    public static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('`', at);
            int close = open < 0 ? -1 : text.indexOf('`', open + 1);
            int end = close < 0 ? text.length() : open;
            if (end > at) {
                parts.add(new Part(text.substring(at, end), false));
            }
            if (close > open + 1) {
                parts.add(new Part(text.substring(open + 1, close), true));
            }
            at = close < 0 ? text.length() : close + 1;
        }
        return parts;
    }
}
