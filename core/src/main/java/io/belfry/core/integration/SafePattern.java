package io.belfry.core.integration;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * An administrator's regular expression, bounded in every direction: RE2 needs linear time, but
 * counted repetitions blow up the program that it makes, so what they cost is counted before one is
 * made.
 */
final class SafePattern {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_COST = 1000;

    /** Longer values are looked at up to here. */
    static final int MAX_VALUE = 500;

    private final Pattern pattern;

    private SafePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException in words, when it can not be used
     */
    static SafePattern of(String source) {
        if (source.length() > MAX_LENGTH || cost(source) > MAX_COST) {
            throw new IllegalArgumentException("is too large a pattern");
        }
        try {
            Pattern pattern = Pattern.compile(source);
            if (pattern.programSize() > MAX_COST) {
                throw new IllegalArgumentException("is too large a pattern");
            }
            return new SafePattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression: " + e.getDescription(), e);
        }
    }

    static Optional<String> problem(String source) {
        try {
            of(source);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Anywhere in the value, as grep does; ^ and $ tie it to the ends. */
    boolean finds(String value) {
        return pattern.matcher(value.substring(0, Math.min(value.length(), MAX_VALUE))).find();
    }

    /**
     * How many characters it would have with its repetitions written out, at least; stops counting
     * where it is too many.
     */
    private static long cost(String source) {
        Deque<Long> outer = new ArrayDeque<>();
        long group = 0;
        long last = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '(') {
                outer.push(group + last);
                group = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = group + last;
                group = outer.pop();
            } else if (c == '{') {
                last = Math.min(MAX_COST + 1L, last * Math.max(1, repetitions(source, i)));
            } else {
                group += last;
                last = 1;
                i = endOfAtom(source, i);
            }
        }
        while (!outer.isEmpty()) {
            group += outer.pop();
        }
        return group + last;
    }

    /** A class in brackets and an escaped character are one piece. */
    private static int endOfAtom(String source, int at) {
        if (source.charAt(at) == '\\') {
            return at + 1;
        }
        if (source.charAt(at) != '[') {
            return at;
        }
        for (int i = at + 2; i < source.length(); i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.charAt(i) == ']') {
                return i;
            }
        }
        return at;
    }

    /** The larger figure of {2,5}; 1 where the brace is no repetition. */
    private static int repetitions(String source, int open) {
        int close = source.indexOf('}', open);
        String inside = close < 0 ? "" : source.substring(open + 1, close);
        int most = 1;
        for (String figure : inside.split(",")) {
            if (figure.matches("[0-9]{1,4}")) {
                most = Math.max(most, Integer.parseInt(figure));
            }
        }
        return most;
    }
}
