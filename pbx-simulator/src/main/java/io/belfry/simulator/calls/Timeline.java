package io.belfry.simulator.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The virtual clock of the simulated world: things that will happen, each at its moment. Nothing
 * waits here; who drives it decides whether real time passes between two moments or none. Things of
 * the same moment happen in the order in which they were planned, so that the same seed gives the
 * same story.
 */
public final class Timeline {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
    private Instant now;
    private long planned;

    /** A thing that will happen unless it is cancelled. */
    public static final class Task {
        private final Instant due;
        private final long number;
        private final Runnable what;
        private boolean cancelled;

        private Task(Instant due, long number, Runnable what) {
            this.due = due;
            this.number = number;
            this.what = what;
        }

        private Instant due() {
            return due;
        }

        private long number() {
            return number;
        }

        public void cancel() {
            cancelled = true;
        }
    }

    public Timeline(Instant start) {
        now = start;
    }

    public Instant now() {
        return now;
    }

    public Task in(Duration delay, Runnable what) {
        Task task = new Task(now.plus(delay), planned++, what);
        tasks.add(task);
        return task;
    }

    /** When the next thing happens; empty if nothing is planned. */
    public Optional<Instant> next() {
        while (!tasks.isEmpty() && tasks.peek().cancelled) {
            tasks.poll();
        }
        return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.peek().due());
    }

    /** Lets everything happen that is due until then; afterwards it is then. */
    public void runUntil(Instant then) {
        while (next().filter(due -> !due.isAfter(then)).isPresent()) {
            Task task = tasks.poll();
            now = task.due().isAfter(now) ? task.due() : now;
            task.what.run();
        }
        now = then.isAfter(now) ? then : now;
    }

    /**
     * As {@link #runUntil}, but at most so many things; the rest stays due.
     *
     * @return whether everything that was due has happened
     */
    public boolean runSome(Instant then, int limit) {
        for (int i = 0; i < limit; i++) {
            Optional<Instant> due = next().filter(moment -> !moment.isAfter(then));
            if (due.isEmpty()) {
                now = then.isAfter(now) ? then : now;
                return true;
            }
            runUntil(due.get());
        }
        return false;
    }

    /**
     * It is later now, but not later than the next thing that is due: what is planned now counts
     * from here.
     */
    public void moveTo(Instant then) {
        Instant latest = next().filter(due -> due.isBefore(then)).orElse(then);
        now = latest.isAfter(now) ? latest : now;
    }

    /** Forgets all that was planned. */
    public void clear() {
        tasks.clear();
    }
}
