package io.belfry.core.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * What time it is, and since when that can be believed: a clock that was set has told another time
 * than it would have, so what was long ago by it may have been a moment ago. Any thread may call.
 */
final class WallClock {
    /** Clocks are held right by less than this all the time. */
    private static final Duration NO_JUMP = Duration.ofSeconds(10);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private Instant lastTime;
    private long lastNanos;
    private Instant setAt = Instant.EPOCH;

    WallClock(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastTime = clock.instant();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** To be asked every few seconds at least: it notices only then that it was set. */
    synchronized Instant instant() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration jump = Duration.between(lastTime, now).minusNanos(nanos - lastNanos);
        if (jump.abs().compareTo(NO_JUMP) > 0) {
            setAt = now;
        }
        lastTime = now;
        lastNanos = nanos;
        return now;
    }

    /** When it was last seen to have been set, by its new time. */
    synchronized Instant setAt() {
        return setAt;
    }
}
