package io.belfry.simulator.calls;

import java.util.Locale;

/**
 * The statistics of one queue as app_queue keeps them, in whole seconds and with its own averages.
 */
final class QueueStats {
    private static final int SERVICE_LEVEL_SECONDS = 20;

    private long holdtime;
    private long talktime;
    private long completed;
    private long abandoned;
    private long completedInTime;

    void connected(long hold) {
        holdtime = completed + abandoned == 0 ? hold : average(holdtime, hold);
    }

    void completed(long hold, long talk) {
        completed++;
        talktime = completed == 1 ? talk : average(talktime, talk);
        if (hold <= SERVICE_LEVEL_SECONDS) {
            completedInTime++;
        }
    }

    void abandoned() {
        abandoned++;
    }

    /** Three parts old, one part new, rounded down. */
    private static long average(long old, long fresh) {
        return (old * 3 + fresh) >> 2;
    }

    /** What app_queue sets on a channel when {@code setqueuevar} is on. */
    void tell(Wire wire, Channel channel, String queue, String strategy, int callers) {
        double level = completed == 0 ? 0 : 100.0 * completedInTime / completed;
        wire.varsets(
                channel,
                "QUEUENAME",
                queue,
                "QUEUEMAX",
                "0",
                "QUEUESTRATEGY",
                strategy,
                "QUEUECALLS",
                Integer.toString(callers),
                "QUEUEHOLDTIME",
                Long.toString(holdtime),
                "QUEUETALKTIME",
                Long.toString(talktime),
                "QUEUECOMPLETED",
                Long.toString(completed),
                "QUEUEABANDONED",
                Long.toString(abandoned),
                "QUEUESRVLEVEL",
                Integer.toString(SERVICE_LEVEL_SECONDS),
                "QUEUESRVLEVELPERF",
                String.format(Locale.ROOT, "%.1f", level));
    }
}
