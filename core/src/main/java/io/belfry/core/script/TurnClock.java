package io.belfry.core.script;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says when a turn has had its time. What counts is running JavaScript: the clock on the wall, but
 * never more than the time that the process had a processor, so that a script is not blamed for a
 * busy machine. A process that gets none for long is given up all the same.
 */
final class TurnClock {
    /** Most turns are over before; until then the process is not asked for its time. */
    static final Duration FIRST_LOOK = Duration.ofMillis(100);

    /** By the clock on the wall, whatever the process had. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    enum Decision {
        WAIT,
        CANCEL,
        KILL
    }

    private final ScriptLimits limits;
    private final long begin;
    private Duration used = Duration.ZERO;
    private Duration processorAtLook = Duration.ZERO;
    private long look;
    private boolean looked;
    private boolean cancelled;

    /**
     * @param begin on the monotonic clock, nanoseconds
     */
    TurnClock(ScriptLimits limits, long begin) {
        this.limits = limits;
        this.begin = begin;
    }

    /**
     * @param now on the monotonic clock
     * @param processor time that the process had a processor since it started; empty where the
     *     system does not tell
     */
    Decision look(long now, Supplier<Optional<Duration>> processor) {
        Duration elapsed = Duration.ofNanos(now - begin);
        if (elapsed.compareTo(FIRST_LOOK) < 0) {
            return Decision.WAIT;
        }
        Duration running = running(now, elapsed, processor.get());
        if (running.compareTo(limits.killAfter()) >= 0 || elapsed.compareTo(LONGEST) >= 0) {
            return Decision.KILL;
        }
        if (!cancelled && running.compareTo(limits.cancelAfter()) >= 0) {
            cancelled = true;
            return Decision.CANCEL;
        }
        return Decision.WAIT;
    }

    /**
     * Running JavaScript until it ended: what was seen at the last look, and all the time since,
     * because who has ended can not be asked. Nothing before the first look.
     */
    Duration used(long now) {
        return looked ? used.plus(Duration.ofNanos(now - look)) : used;
    }

    /** It was to be stopped. */
    boolean isCancelled() {
        return cancelled;
    }

    /** True when it has lasted too long for anything, also for what is not a script. */
    boolean isLongest(long now) {
        return now - begin >= LONGEST.toNanos();
    }

    private Duration running(long now, Duration elapsed, Optional<Duration> processor) {
        if (processor.isEmpty()) {
            looked = true;
            look = now;
            used = elapsed;
            return used;
        }
        if (!looked) {
            looked = true;
            used = FIRST_LOOK;
        } else {
            Duration wall = Duration.ofNanos(now - look);
            Duration had = processor.get().minus(processorAtLook);
            used = used.plus(had.compareTo(wall) < 0 ? had : wall);
        }
        look = now;
        processorAtLook = processor.get();
        return used;
    }
}
