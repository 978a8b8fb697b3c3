package io.belfry.agentgateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, until a test moves it on, or sets it. */
final class TestClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> set = new AtomicReference<>(Duration.ZERO);

    void goOn(Duration by) {
        ahead.updateAndGet(before -> before.plus(by));
    }

    /** As somebody sets a clock: no time passes. */
    void jump(Duration by) {
        set.updateAndGet(before -> before.plus(by));
    }

    /** How much time passed, for what does not care which time it is. */
    long nanoTime() {
        return System.nanoTime() + ahead.get().toNanos();
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get()).plus(set.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
