package io.belfry.core.script;

import java.time.Duration;

/**
 * What one script may take.
 *
 * @param workers processes that share the scripts, besides the spare
 * @param heapMegabytes of each process
 * @param cancelAfter running JavaScript of one turn that is then cancelled
 * @param killAfter running JavaScript of one turn whose process is then killed
 * @param handler a handler ends within this, with all that it waits for
 * @param fetch an answer comes within this, or never
 * @param kills within the window after which the script is paused
 * @param cancels within the window after which the script is paused
 * @param window that kills and cancellations are counted in
 * @param pause how long; then it is tried again
 * @param waiting events that wait for one script; the oldest is dropped
 */
public record ScriptLimits(
        int workers,
        int heapMegabytes,
        Duration cancelAfter,
        Duration killAfter,
        Duration handler,
        Duration fetch,
        int kills,
        int cancels,
        Duration window,
        Duration pause,
        int waiting) {
    public static ScriptLimits defaults() {
        return new ScriptLimits(
                2,
                64,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                // long enough for a slow CRM, short enough that the page still helps
                Duration.ofSeconds(5),
                3,
                20,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                1_000);
    }

    public ScriptLimits withWorkers(int count) {
        return new ScriptLimits(
                count,
                heapMegabytes,
                cancelAfter,
                killAfter,
                handler,
                fetch,
                kills,
                cancels,
                window,
                pause,
                waiting);
    }

    public ScriptLimits withRunning(Duration cancel, Duration kill) {
        return new ScriptLimits(
                workers,
                heapMegabytes,
                cancel,
                kill,
                handler,
                fetch,
                kills,
                cancels,
                window,
                pause,
                waiting);
    }

    public ScriptLimits withWaiting(Duration inAll, Duration answer) {
        return new ScriptLimits(
                workers,
                heapMegabytes,
                cancelAfter,
                killAfter,
                inAll,
                answer,
                kills,
                cancels,
                window,
                pause,
                waiting);
    }

    /** For measurements with scripts that mean harm. */
    public ScriptLimits withoutPause() {
        return new ScriptLimits(
                workers,
                heapMegabytes,
                cancelAfter,
                killAfter,
                handler,
                fetch,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                window,
                pause,
                waiting);
    }

    public ScriptLimits withQueue(int most) {
        return new ScriptLimits(
                workers,
                heapMegabytes,
                cancelAfter,
                killAfter,
                handler,
                fetch,
                kills,
                cancels,
                window,
                pause,
                most);
    }
}
