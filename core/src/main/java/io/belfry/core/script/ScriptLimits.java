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
                3,
                20,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                1_000);
    }
}
