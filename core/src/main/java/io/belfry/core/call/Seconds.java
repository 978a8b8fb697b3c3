package io.belfry.core.call;

import java.time.Instant;

/**
 * Whole seconds as Asterisk counts them, or not known (a call that was first seen in a snapshot).
 *
 * @param value seconds; negative means not known
 */
public record Seconds(long value) {
    public static final Seconds UNKNOWN = new Seconds(-1);
    public static final Seconds ZERO = new Seconds(0);

    public static Seconds of(long value) {
        return value < 0 ? UNKNOWN : new Seconds(value);
    }

    /**
     * As Asterisk counts: the difference of two whole-second clocks.
     *
     * @param from {@link Instant#EPOCH} when nobody knows
     */
    static Seconds between(Instant from, Instant to) {
        return from.equals(Instant.EPOCH)
                ? UNKNOWN
                : of(Math.max(0, to.getEpochSecond() - from.getEpochSecond()));
    }

    public boolean isKnown() {
        return value >= 0;
    }

    /** The figure as it stands in public events: empty when it is not known. */
    public String text() {
        return isKnown() ? Long.toString(value) : "";
    }
}
