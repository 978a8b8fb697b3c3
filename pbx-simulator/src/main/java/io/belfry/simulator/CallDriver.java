package io.belfry.simulator;

import io.belfry.simulator.calls.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets real time pass on a timeline: a thread that sleeps until the next thing is due on the PBX's
 * clock. Whoever plans something from outside holds the lock and notifies it.
 */
final class CallDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallDriver.class);

    /** Fewer than a client's patience is long. */
    private static final int TASKS_PER_TURN = 100;

    private static final Duration LONGEST_NAP = Duration.ofMillis(50);

    private final Object lock;
    private final Timeline timeline;
    private final PbxTime time;
    private final Thread thread = new Thread(this::run, "pbx-calls");
    private boolean open = true;

    CallDriver(Object lock, Timeline timeline, PbxTime time) {
        this.lock = lock;
        this.timeline = timeline;
        this.time = time;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        synchronized (lock) {
            while (open) {
                try {
                    boolean done = timeline.runSome(time.instant(), TASKS_PER_TURN);
                    nap(done ? timeline.next() : Optional.of(timeline.now()));
                } catch (InterruptedException e) {
                    open = false;
                } catch (RuntimeException e) {
                    LOG.error("A simulated call went wrong and is left as it is", e);
                }
            }
        }
    }

    /**
     * Short naps, for the clock may begin to run faster meanwhile. Even when it is late it lets
     * others have the lock for a moment: with more calls than it can make, the simulation falls
     * behind, but clients are served.
     */
    private void nap(Optional<Instant> next) throws InterruptedException {
        if (next.isEmpty()) {
            lock.wait();
            return;
        }
        long left = Duration.between(time.instant(), next.get()).toMillis();
        long millis = Math.min(time.realMillis(left), LONGEST_NAP.toMillis());
        lock.wait(Math.max(1, millis));
    }

    @Override
    public void close() {
        synchronized (lock) {
            open = false;
            lock.notifyAll();
        }
    }
}
