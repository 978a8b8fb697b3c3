package io.belfry.realtimepush.engineio;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * Begins with the time of another clock and from then on only passes: whoever sets that one makes
 * nobody silent. For deadlines; what people and programs are told comes from the other.
 */
public final class SteadyClock extends Clock {
    private final Clock other;
    private final Instant begun;
    private final LongSupplier nanoTime;
    private final long nanos;

    /**
     * @param nanoTime passes, and is never set
     */
    SteadyClock(Clock other, LongSupplier nanoTime) {
        this.other = other;
        this.begun = other.instant();
        this.nanoTime = nanoTime;
        this.nanos = nanoTime.getAsLong();
    }

    /** From now on. */
    public static SteadyClock since(Clock other) {
        return new SteadyClock(other, System::nanoTime);
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanoTime.getAsLong() - nanos);
    }

    @Override
    public ZoneId getZone() {
        return other.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return other.withZone(zone);
    }
}
