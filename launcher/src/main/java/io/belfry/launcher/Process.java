package io.belfry.launcher;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process around a server: start, say so, stay until asked to end, let go in order.
 */
final class Process {
    private static final Logger log = LoggerFactory.getLogger(Process.class);
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final int FAILED = 1;

    private final BelfryServer server;
    private final Runnable atLast;
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * @param atLast what remains to be done when the server has stopped
     */
    Process(BelfryServer server, Runnable atLast) {
        this.server = server;
        this.atLast = atLast;
    }

    /**
     * @return exit code
     */
    int run(Consumer<BelfryServer> welcome) {
        return run(welcome, started -> Future.succeededFuture());
    }

    /**
     * @param after what else is to be done once it listens
     * @return exit code
     */
    int run(Consumer<BelfryServer> welcome, Function<BelfryServer, Future<Void>> after) {
        try {
            wait(server.start().compose(after), START_WITHIN);
        } catch (ExecutionException e) {
            log.error("Belfry can not start: {}", reason(e.getCause()));
            log.debug("because of", e.getCause());
            return FAILED;
        } catch (TimeoutException e) {
            log.error("Belfry did not start within {} s", START_WITHIN.toSeconds());
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "belfry-stop"));
        welcome.accept(server);
        System.out.flush();
        stay();
        return 0;
    }

    private void stay() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        int code = 0;
        try {
            wait(server.stop(), STOP_WITHIN);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Stopped the hard way: {}", reason(e));
            code = FAILED;
        }
        atLast.run();
        end.countDown();
        // an ordered end is a success, whichever signal asked for it
        Runtime.getRuntime().halt(code);
    }

    private static void wait(Future<?> future, Duration limit)
            throws ExecutionException, TimeoutException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Our own words name the mend; of others the innermost come closest to it. */
    private static String reason(Throwable e) {
        Throwable cause = e instanceof StartProblem ? e : StartProblem.innermost(e);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
