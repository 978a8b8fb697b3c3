package io.belfry.bench.programs;

import io.belfry.bench.Percentiles;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run gave.
 *
 * @param times from the event to the program, in the measured time
 * @param expected events for each program, in all
 * @param arrived of these
 * @param wrong that were not the next
 * @param closed programs that lost their connection
 * @param heapBefore of the server after a collection, in bytes
 * @param steadyCpu processor time of the server in the measured time
 * @param burstTook until all programs had the burst
 * @param burstCpu processor time of the server for it
 * @param where its event loops were during the burst
 */
public record ProgramsResult(
        ProgramsPlan plan,
        Percentiles times,
        long expected,
        long arrived,
        long wrong,
        int closed,
        long heapBefore,
        long heapAfter,
        Duration steadyCpu,
        Duration burstTook,
        Duration burstCpu,
        String where) {
    private static final double MB = 1 << 20;

    /** Every program got every event, once and in order. */
    public boolean isTrue() {
        return arrived == expected && wrong == 0 && closed == 0;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%d programs by websocket, %d call events a second for %d s, then %d at once. Each event is two packets for each program.%n",
                plan.programs(),
                plan.rate(),
                plan.seconds(),
                plan.burst());
        line(text, "| | |");
        line(text, "|---|---|");
        long steady = (long) plan.programs() * plan.rate();
        line(text, "| deliveries a second, steady | %d |", steady);
        if (times.count() > 0) {
            line(
                    text,
                    "| from the event to the program: p50, p99, max | %s, %s, %s |",
                    times.millis(50),
                    times.millis(99),
                    times.millis(100));
        }
        line(text, "| processor time of the server for that | %s |", cores(steadyCpu));
        line(text, "| heap before and after | %.1f MB, %.1f MB |", heapBefore / MB, heapAfter / MB);
        double deliveries = (double) plan.burst() * plan.programs();
        line(
                text,
                "| the burst: deliveries a second | %.0f |",
                deliveries / (burstTook.toNanos() / 1e9));
        line(
                text,
                "| processor time of a delivery in the burst | %.1f µs: one core carries %.0f a second |",
                burstCpu.toNanos() / 1e3 / deliveries,
                deliveries / (burstCpu.toNanos() / 1e9));
        line(text, "| where the event loop was | %s |", where);
        line(text, "| expected, arrived | %d, %d |", expected, arrived);
        line(text, "| out of order, twice or missing | %d |", wrong);
        line(text, "| connections lost | %d |", closed);
        text.append(
                isTrue()
                        ? "\nEach program got each event once and in order.\n"
                        : "\n**Something was lost, came twice or out of order: the times above mean nothing.**\n");
        return text.toString();
    }

    private String cores(Duration cpu) {
        return String.format(
                Locale.ROOT, "%.0f %% of one core", 100.0 * cpu.toNanos() / 1e9 / plan.seconds());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
