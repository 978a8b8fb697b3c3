package io.belfry.simulator.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is wrong with one direction at this moment, and what has passed. */
final class Faults {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong swallowed = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private volatile boolean swallow;
    private volatile boolean hold;
    private volatile Duration delay = Duration.ZERO;
    private volatile int bytesPerSecond;
    private long cutAt = NEVER;

    void swallow(boolean yes) {
        swallow = yes;
    }

    void hold(boolean yes) {
        hold = yes;
    }

    void delay(Duration by) {
        delay = by;
    }

    void throttle(int limit) {
        bytesPerSecond = limit;
    }

    synchronized void cutAfter(long bytes) {
        cutAt = forwarded.get() + bytes;
    }

    synchronized void heal() {
        swallow = false;
        hold = false;
        delay = Duration.ZERO;
        bytesPerSecond = 0;
        cutAt = NEVER;
    }

    boolean swallows() {
        return swallow;
    }

    boolean holds() {
        return hold;
    }

    Duration delay() {
        return delay;
    }

    /** How long so many bytes take. */
    Duration timeFor(int bytes) {
        int limit = bytesPerSecond;
        return limit == 0 ? Duration.ZERO : Duration.ofNanos(1_000_000_000L * bytes / limit);
    }

    /** How many bytes may be written at once, so that a throttled line is slow and not bursty. */
    int pieceOf(int bytes) {
        int limit = bytesPerSecond;
        return limit == 0 ? bytes : Math.min(bytes, Math.max(1, limit / 20));
    }

    /** How many of these bytes may still pass before the cut. */
    synchronized int beforeCut(int bytes) {
        return cutAt == NEVER ? bytes : (int) Math.min(bytes, Math.max(0, cutAt - forwarded.get()));
    }

    synchronized boolean cutDue() {
        return cutAt != NEVER && forwarded.get() >= cutAt;
    }

    /** One connection is enough for one cut. */
    synchronized void cutDone() {
        cutAt = NEVER;
    }

    void passed(int bytes) {
        forwarded.addAndGet(bytes);
    }

    void lost(int bytes) {
        swallowed.addAndGet(bytes);
    }

    void stopped(int bytes) {
        held.addAndGet(bytes);
    }

    long held() {
        return held.get();
    }

    long forwarded() {
        return forwarded.get();
    }

    long swallowed() {
        return swallowed.get();
    }
}
