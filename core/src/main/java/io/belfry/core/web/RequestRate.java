package io.belfry.core.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many: so many requests a second, and a burst of some more. Who was not
 * heard of for longest is forgotten first when there are too many; he begins again with a full
 * bucket. Any thread may call.
 */
final class RequestRate {
    private static final int MOST = 10_000;

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);
    private long refused;
    private long forgotten;

    /**
     * @param perSecond requests that are let through for ever
     * @param burst how many may come at once after a pause
     * @param nanos a clock that never goes back
     */
    RequestRate(int perSecond, int burst, LongSupplier nanos) {
        this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.nanos = nanos;
    }

    /**
     * Takes one.
     *
     * @return zero, or how long to wait until there is one again
     */
    synchronized Duration take(String who) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(who, any -> new Bucket(burst, now));
        forgetOldest();
        bucket.fill(now);
        if (bucket.left >= 1) {
            bucket.left--;
            return Duration.ZERO;
        }
        refused++;
        return Duration.ofNanos((long) Math.ceil((1 - bucket.left) / perNano));
    }

    synchronized long refused() {
        return refused;
    }

    synchronized long forgotten() {
        return forgotten;
    }

    synchronized int size() {
        return buckets.size();
    }

    private void forgetOldest() {
        if (buckets.size() > MOST) {
            buckets.remove(buckets.keySet().iterator().next());
            forgotten++;
        }
    }

    private final class Bucket {
        private double left;
        private long filled;

        private Bucket(double left, long filled) {
            this.left = left;
            this.filled = filled;
        }

        private void fill(long now) {
            left = Math.min(burst, left + (now - filled) * perNano);
            filled = now;
        }
    }
}
