package io.belfry.core.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits in tests: as short as possible, and never for ever, however busy the machine is. */
public final class Wait {
    private static final int SECONDS = 60;

    private Wait() {}

    public static <T> T forIt(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + SECONDS + " s", e);
        }
    }

    /** For what nobody tells. */
    public static void until(Vertx vertx, BooleanSupplier condition) {
        Promise<Void> reached = Promise.promise();
        long timer =
                vertx.setPeriodic(
                        5,
                        fired -> {
                            if (condition.getAsBoolean()) {
                                reached.tryComplete();
                            }
                        });
        forIt(reached.future());
        vertx.cancelTimer(timer);
    }
}
