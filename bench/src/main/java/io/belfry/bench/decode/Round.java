package io.belfry.bench.decode;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one reader did with one playing of the stream.
 *
 * @param events that it saw
 * @param dropped that it says it lost
 * @param cpuNanos processor time of its process
 * @param wallNanos from "ready" to the last event
 * @param problem why it does not count; empty when all is well
 */
record Round(long events, long dropped, long cpuNanos, long wallNanos, String problem) {
    private static final String MARK = "round ";

    double cpuMicrosPerEvent() {
        return cpuNanos / 1e3 / events;
    }

    double eventsPerSecond() {
        return events * 1e9 / wallNanos;
    }

    /** One line for standard output, as {@link #of} reads it. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%sevents=%d dropped=%d cpu=%d wall=%d problem=%s",
                MARK,
                events,
                dropped,
                cpuNanos,
                wallNanos,
                problem);
    }

    static boolean isRound(String line) {
        return line.startsWith(MARK);
    }

    static Round of(String line) {
        Map<String, String> figures = new HashMap<>();
        int problem = line.indexOf("problem=");
        for (String part : line.substring(MARK.length(), problem).strip().split(" ")) {
            int equals = part.indexOf('=');
            figures.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return new Round(
                Long.parseLong(figures.get("events")),
                Long.parseLong(figures.get("dropped")),
                Long.parseLong(figures.get("cpu")),
                Long.parseLong(figures.get("wall")),
                line.substring(problem + "problem=".length()));
    }
}
