package io.belfry.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How long things took, counted by size; from any thread. */
final class Spread {
    private final List<Double> bounds;
    private final List<LongAdder> counts;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * @param bounds in seconds, ascending; what is larger than the last is counted beyond it
     */
    Spread(Double... bounds) {
        this.bounds =
                Stream.concat(Stream.of(bounds), Stream.of(Double.POSITIVE_INFINITY)).toList();
        this.counts = this.bounds.stream().map(bound -> new LongAdder()).toList();
    }

    void addMillis(long millis) {
        double seconds = millis / 1000.0;
        int at = 0;
        while (seconds > bounds.get(at)) {
            at++;
        }
        counts.get(at).increment();
        sum.add(seconds);
    }

    /** How many were not larger than each bound. */
    Map<Double, Long> below() {
        Map<Double, Long> below = new LinkedHashMap<>();
        long soFar = 0;
        for (int i = 0; i < bounds.size(); i++) {
            soFar += counts.get(i).sum();
            below.put(bounds.get(i), soFar);
        }
        return below;
    }

    double sum() {
        return sum.sum();
    }
}
