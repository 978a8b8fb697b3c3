package io.belfry.ami;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random part of a pause that doubles, so that after a
 * fault of the network not everybody comes back in the same moment.
 */
final class BackOff {
    private static final int MOST_DOUBLINGS = 20;

    private final Duration from;
    private final Duration to;
    private final RandomGenerator random;
    private int failures;

    BackOff(Duration from, Duration to, RandomGenerator random) {
        this.from = from;
        this.to = to;
        this.random = random;
    }

    Duration next() {
        long most = Math.min(to.toMillis(), from.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(most) + 1);
    }

    void reset() {
        failures = 0;
    }
}
