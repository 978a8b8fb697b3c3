package io.belfry.bench.scripts;

import io.belfry.bench.Percentiles;
import java.time.Duration;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param cold from the first announcement to the end of the first event
 * @param memoryKilobytes resident set of a worker with one script, 0 where it is not told
 * @param warm from handing over an event to its end, one at a time
 * @param steady the same at a fixed rate
 * @param beside the same while a hostile script runs each second
 * @param rate events a second that were asked for
 * @param reached events a second that were handled
 * @param lost events that did not end as they should
 * @param still how late timers of the server's loop are while nothing runs
 * @param harmless the same while a harmless script runs at the rate
 * @param hostile the same while hostile scripts run
 * @param stopped hostile scripts that were stopped meanwhile
 * @param killed processes that went with them
 */
record ScriptsResult(
        Duration cold,
        long memoryKilobytes,
        Percentiles warm,
        Percentiles steady,
        Percentiles beside,
        int rate,
        double reached,
        int lost,
        Percentiles still,
        Percentiles harmless,
        Percentiles hostile,
        int stopped,
        long killed) {
    boolean isTrue() {
        return lost == 0;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| what | median | p99 | p99.9 | longest |\n|---|---|---|---|---|\n");
        row(
                text,
                "a warm handler with one page and one line of console, one event at a time",
                warm);
        row(text, rate + " events/s through one script", steady);
        row(text, "the same while a hostile script is called each second", beside);
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%d of %d events/s were handled, %d were lost. From the announcement of the first script to the end of"
                                + " its first event: %.1f s. One worker with one script: %d MB. Beside hostile scripts the median is %.2f ms"
                                + " later, p99 %.2f ms.%n",
                        Math.round(reached),
                        rate,
                        lost,
                        cold.toMillis() / 1e3,
                        memoryKilobytes / 1024,
                        later(50),
                        later(99)));
        text.append("\n| the server's event loop is late by | median | p99 | p99.9 | longest |\n");
        text.append("|---|---|---|---|---|\n");
        row(text, "no script runs", still);
        row(text, "a harmless script, " + rate + " events/s", harmless);
        row(
                text,
                "hostile scripts: " + stopped + " stopped, " + killed + " processes replaced",
                hostile);
        return text.toString();
    }

    private double later(double percent) {
        return beside.at(percent).minus(steady.at(percent)).toNanos() / 1e6;
    }

    private static void row(StringBuilder text, String what, Percentiles times) {
        text.append("| ").append(what);
        for (double percent : new double[] {50, 99, 99.9, 100}) {
            text.append(" | ").append(times.millis(percent));
        }
        text.append(" |\n");
    }
}
