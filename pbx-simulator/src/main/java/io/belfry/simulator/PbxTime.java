package io.belfry.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The PBX's own clock. It runs with the real one, or faster while a recording is played or calls
 * are made faster, or jumps from event to event when there is no waiting at all. It never goes
 * back.
 */
public final class PbxTime implements InstantSource {
    private Instant anchor = Instant.now();
    private long anchorNanos = System.nanoTime();
    private double speed = 1;

    @Override
    public synchronized Instant instant() {
        long real = System.nanoTime() - anchorNanos;
        return anchor.plusNanos((long) (real * speed));
    }

    /**
     * From now on so many PBX seconds pass in a real one.
     *
     * @param times 0 = it stands still until it is moved
     */
    public synchronized void run(double times) {
        anchor = instant();
        anchorNanos = System.nanoTime();
        speed = times;
    }

    /** How long that many of the PBX's milliseconds really last; when it stands still, for ever. */
    synchronized long realMillis(long millis) {
        return speed == 0 ? Long.MAX_VALUE : (long) (millis / speed);
    }

    /** Jumps ahead. */
    public synchronized void advance(Duration step) {
        anchor = anchor.plus(step);
    }
}
