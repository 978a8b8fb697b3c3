package io.belfry.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * All measured times, sorted: each percentile is a time that was measured, nothing is estimated.
 */
public final class Percentiles {
    private final long[] sorted;

    public Percentiles(List<Long> nanos) {
        sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The smallest time that so many percent of all times do not exceed.
     *
     * @throws IllegalStateException when nothing was measured
     */
    public Duration at(double percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return Duration.ofNanos(sorted[Math.min(Math.max(rank, 1), sorted.length) - 1]);
    }

    public Duration longest() {
        return at(100);
    }

    /** {@code 1.23 ms}. */
    public String millis(double percent) {
        return String.format(Locale.ROOT, "%.2f ms", at(percent).toNanos() / 1e6);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
