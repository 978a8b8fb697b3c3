package io.belfry.core.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the database was asked and has not answered yet. As much of it is kept as waits; all of it
 * ends, because every statement has its time. Any thread may call.
 */
final class Unanswered {
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, Long> since = new ConcurrentSkipListMap<>();

    <T> Future<T> watch(Future<T> answer) {
        long number = asked.incrementAndGet();
        since.put(number, System.nanoTime());
        return answer.onComplete(done -> since.remove(number));
    }

    /** How long the first of all that wait has waited; empty when nothing does. */
    Optional<Duration> longest() {
        return since.values().stream()
                .findFirst()
                .map(first -> Duration.ofNanos(System.nanoTime() - first));
    }
}
