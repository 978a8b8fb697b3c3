package io.belfry.core.script;

import java.util.concurrent.atomic.LongAdder;

/** Counted by the runtime, read by whoever wants to know, on any thread. */
public final class ScriptFigures {
    final LongAdder calls = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder killed = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder fetches = new LongAdder();
    final LongAdder workers = new LongAdder();
    final LongAdder awaited = new LongAdder();

    /** Calls of handlers that ended, however. */
    public long calls() {
        return calls.sum();
    }

    /** Of these, the ones that failed or were stopped. */
    public long failures() {
        return failures.sum();
    }

    /** Turns that were cancelled because they ran too long. */
    public long cancelled() {
        return cancelled.sum();
    }

    /** Processes that were killed because a script did not end. */
    public long killed() {
        return killed.sum();
    }

    /** Processes that ended by themselves while a script ran, most for want of memory. */
    public long lost() {
        return lost.sum();
    }

    /** Calls that were begun again because another script took their process with it. */
    public long retried() {
        return retried.sum();
    }

    /** Events that a full queue threw away, which should be 0. */
    public long dropped() {
        return dropped.sum();
    }

    public long fetches() {
        return fetches.sum();
    }

    /** Processes that were started. */
    public long workers() {
        return workers.sum();
    }

    /** Times that scripts had to wait for a process, because none was ready. */
    public long awaited() {
        return awaited.sum();
    }
}
