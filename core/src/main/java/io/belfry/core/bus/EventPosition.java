package io.belfry.core.bus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of events, outside written as {@code started-number}.
 *
 * @param started which start of the server told it: what a killed server told and did not write
 *     down, the next one can not know, and it counts on from there
 * @param number counts without a hole over all starts
 */
public record EventPosition(String started, long number) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-z]{1,20})-([0-9]{1,18})");

    /** Empty for what was never one of ours. */
    public static Optional<EventPosition> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventPosition(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return started + "-" + number;
    }
}
