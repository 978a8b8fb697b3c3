package io.belfry.core.cluster;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Measures how late an event loop comes to its work, by a timer that should be punctual. */
public final class LoopLag {
    private static final Duration TICK = Duration.ofMillis(100);

    private long lastTick = System.nanoTime();

    private LoopLag() {}

    /**
     * Of the event loop of the caller.
     *
     * @param late is told ten times a second how many milliseconds it is late
     */
    public static void watch(Vertx vertx, LongConsumer late) {
        LoopLag lag = new LoopLag();
        vertx.setPeriodic(TICK.toMillis(), timer -> late.accept(lag.tick()));
    }

    private long tick() {
        long now = System.nanoTime();
        long late = (now - lastTick) / 1_000_000 - TICK.toMillis();
        lastTick = now;
        return Math.max(0, late);
    }
}
