package io.belfry.adminweb;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a future in a test, but not for ever. */
final class Await {
    private static final int SECONDS = 30;

    private Await() {}

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("no answer in " + SECONDS + " s", e);
        }
    }

    /** Asks again and again until the answer is the wanted one, for what nobody tells. */
    static <T> T until(Supplier<Future<T>> question, Predicate<T> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        T answer = await(question.get());
        while (!wanted.test(answer) && System.nanoTime() < end) {
            answer = await(question.get());
        }
        return answer;
    }
}
