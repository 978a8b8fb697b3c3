package io.belfry.ami;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what has to happen, never longer than the limit. */
final class Soon {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private Soon() {}

    static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    static void until(String what, BooleanSupplier condition, Supplier<?> instead) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen: " + what + " " + instead.get());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
