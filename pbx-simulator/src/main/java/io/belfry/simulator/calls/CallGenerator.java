package io.belfry.simulator.calls;

import io.belfry.simulator.plan.PbxPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Calls by themselves, at random moments and so many a second on the average, until told to stop or
 * enough were made.
 */
public final class CallGenerator {
    /** With so many calls going on nobody calls any more. */
    private static final int MOST_CALLS = 5_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final CallCenter calls;
    private final Settings settings;
    private final Random random;
    private final CallWriter writer;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private long placed;
    private long skipped;
    private boolean stopped;

    /**
     * How many calls of which kind.
     *
     * @param rate calls in a second of the PBX's clock
     * @param limit after so many calls there are no more; 0 = no end
     */
    public record Settings(double rate, long seed, long limit, CallMix mix) {
        public Settings {
            if (rate <= 0 || Double.isNaN(rate) || rate > 10_000) {
                throw new IllegalArgumentException(
                        "calls a second must be more than 0 and at most 10,000: " + rate);
            }
            if (limit < 0) {
                throw new IllegalArgumentException("the number of calls must not be negative");
            }
        }

        public static Settings of(double rate, long seed, long limit) {
            return new Settings(rate, seed, limit, CallMix.standard());
        }
    }

    public CallGenerator(CallCenter calls, PbxPlan plan, Settings settings) {
        this.calls = calls;
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.writer = new CallWriter(plan, settings.mix(), random);
    }

    /** Plans the first call. */
    public void start() {
        calls.timeline().in(untilNext(), this::next);
    }

    /** No new calls; those that are going on end by themselves. */
    public void stop() {
        stopped = true;
    }

    private void next() {
        if (stopped || settings.limit() > 0 && placed + skipped >= settings.limit()) {
            waitForTheLast();
            return;
        }
        Optional<CallOrder> order =
                calls.journal().open() < MOST_CALLS
                        ? writer.write(calls::idlePhones)
                        : Optional.empty();
        order.ifPresentOrElse(this::place, () -> skipped++);
        calls.timeline().in(untilNext(), this::next);
    }

    private void place(CallOrder order) {
        placed++;
        calls.place(order);
    }

    private void waitForTheLast() {
        if (calls.journal().open() == 0) {
            finished.complete(null);
        } else {
            calls.timeline().in(LOOK_AGAIN, this::waitForTheLast);
        }
    }

    /**
     * Calls come independently of each other: the time between two is exponentially distributed.
     */
    private Duration untilNext() {
        double seconds = -Math.log(1 - random.nextDouble()) / settings.rate();
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** Ends when no more calls will come and all have ended. */
    public CompletableFuture<Void> finished() {
        return finished;
    }

    public long placed() {
        return placed;
    }

    /**
     * Calls that could not be made because every agent was busy, or because the PBX has no such
     * queue.
     */
    public long skipped() {
        return skipped;
    }
}
