package io.belfry.bench;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How a measurement lets time pass, and waits for what must come; blocks. */
public final class Waiting {
    private Waiting() {}

    /** So much time is part of what is measured. */
    public static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * @throws java.util.concurrent.CompletionException when it fails or does not come in time
     */
    public static <T> T await(Future<T> future, Duration limit) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(limit.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
