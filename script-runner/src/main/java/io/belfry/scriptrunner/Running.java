package io.belfry.scriptrunner;

/**
 * Which turn runs, so that a cancellation that comes too late does not hit the next one. The thread
 * that runs scripts begins and ends turns, another cancels.
 */
final class Running {
    private static final long NONE = -1;

    private long turn = NONE;
    private Sandbox sandbox;
    private boolean cancelled;

    synchronized void begin(long number, Sandbox of) {
        turn = number;
        sandbox = of;
        cancelled = false;
    }

    /** True when the turn was cancelled, also in its last moment: its sandbox is gone. */
    synchronized boolean end() {
        turn = NONE;
        sandbox = null;
        return cancelled;
    }

    /**
     * Waits until the script has stopped; some never do, then the process is killed from outside.
     */
    void cancel(long number) {
        Sandbox victim;
        synchronized (this) {
            if (turn != number || cancelled) {
                return;
            }
            cancelled = true;
            victim = sandbox;
        }
        victim.cancel();
    }
}
