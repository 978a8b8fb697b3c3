package io.belfry.bench.pop;

import io.belfry.bench.Percentiles;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run gave.
 *
 * @param skipped calls that the simulated world could not make
 * @param dropped events that the server could not take
 * @param closed sockets that ended before the run did
 * @param socketBytes live heap of the server for each socket, its agent's desk included, before the
 *     first call
 * @param calls that began in the measured time
 * @param events read by the server in the measured time
 * @param cpu processor time of the server in the measured time
 * @param took the measured time
 */
public record PopResult(
        PopPlan plan,
        Ledger.Balance balance,
        long skipped,
        long dropped,
        int closed,
        long socketBytes,
        long calls,
        long events,
        Duration cpu,
        Duration took) {
    private static final double REACHED = 0.95;

    /** Each page came once and to the right agent, and nothing else did. */
    public boolean isTrue() {
        return balance.isEven() && dropped == 0 && closed == 0 && skipped == 0;
    }

    /** A machine that can not make the calls measures something else. */
    private boolean isAsFastAsWanted() {
        return calls >= REACHED * plan.rate() * took.toNanos() / 1e9;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d agents' sockets, %.0f queue calls a second, %d s measured after %d s of warm-up, %.1f calls/s and %d events/s reached%n%n",
                        plan.agents(),
                        plan.rate(),
                        plan.measured().toSeconds(),
                        plan.warmUp().toSeconds(),
                        calls * 1e9 / took.toNanos(),
                        events / Math.max(1, took.toSeconds())));
        text.append(
                "| until the command is at the agent's socket | p50 | p90 | p99 | p99.9 | max |\n");
        text.append("|---|---|---|---|---|---|\n");
        text.append(row("since Belfry read the PBX's event", balance.sinceRead()));
        text.append(row("since the PBX handed it to its socket", balance.sinceWritten()));
        text.append("\n| count | |\n|---|---|\n");
        count(text, "calls, warm-up included", balance.calls());
        count(text, "times a telephone rang (journal of truth)", balance.wanted());
        count(text, "pages that arrived", balance.arrived());
        count(text, "of these measured", balance.sinceRead().count());
        count(text, "lost", balance.lost());
        count(text, "twice", balance.twice());
        count(text, "at an agent whose telephone did not ring", balance.unwanted());
        count(text, "events dropped", dropped);
        count(text, "sockets lost", closed);
        count(text, "calls that could not be made", skipped);
        text.append(
                String.format(
                        Locale.ROOT,
                        "| processor time of the server | %.0f %% of one core |%n",
                        100.0 * cpu.toNanos() / took.toNanos()));
        text.append(
                String.format(
                        Locale.ROOT,
                        "| live heap of the server for each socket | %.1f kB |%n",
                        socketBytes / 1_000.0));
        if (!isAsFastAsWanted()) {
            text.append(
                    "\n**This machine could not make so many calls beside everything else: the load was smaller than wanted.**\n");
        }
        text.append(
                isTrue()
                        ? "\nEach page arrived once and where the telephone rang.\n"
                        : "\n**The pages and the journal differ, or something was lost: the times above mean nothing.**\n");
        return text.toString();
    }

    private static String row(String name, Percentiles times) {
        if (times.count() == 0) {
            return "| " + name + " | - | - | - | - | - |\n";
        }
        return "| %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        times.millis(50),
                        times.millis(90),
                        times.millis(99),
                        times.millis(99.9),
                        times.millis(100));
    }

    private static void count(StringBuilder text, String name, long count) {
        text.append("| ").append(name).append(" | ").append(count).append(" |\n");
    }
}
