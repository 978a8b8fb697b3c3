package io.belfry.bench.scripts;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How late an event loop of the server is: a task that sleeps beside it comes back to it every two
 * milliseconds, and the time from its request to its turn is written down.
 */
final class Lateness {
    private static final Duration EVERY = Duration.ofMillis(2);

    private final Context loop;
    private final List<Long> late = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    Lateness(Vertx vertx) {
        loop = vertx.getOrCreateContext();
        thread = new Thread(this::ask, "lateness");
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (!stopped) {
            java.util.concurrent.locks.LockSupport.parkNanos(EVERY.toNanos());
            CompletableFuture<Long> turn = new CompletableFuture<>();
            long asked = System.nanoTime();
            loop.runOnContext(here -> turn.complete(System.nanoTime() - asked));
            late.add(turn.join());
        }
    }

    /** Nanoseconds each. */
    List<Long> stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(late);
    }
}
