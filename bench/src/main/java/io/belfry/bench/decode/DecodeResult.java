package io.belfry.bench.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of all readers.
 *
 * @param events in each round
 * @param times the recording was repeated in each round
 * @param skipped readers that could not be had, and why
 */
public record DecodeResult(
        long events, int times, Map<ReaderKind, List<Round>> rounds, List<String> skipped) {

    /** Every reader saw every event, and the calls that Belfry derived are the true ones. */
    public boolean isTrue() {
        return rounds.values().stream()
                .flatMap(List::stream)
                .allMatch(round -> round.problem().isEmpty() && round.dropped() == 0);
    }

    double median(ReaderKind kind, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.get(kind).stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of the processor time for an event, round by round against the same round of the other. */
    double ratio(ReaderKind kind, ReaderKind to) {
        List<Round> ours = rounds.get(kind);
        List<Round> theirs = rounds.get(to);
        double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = theirs.get(i).cpuMicrosPerEvent() / ours.get(i).cpuMicrosPerEvent();
        }
        Arrays.sort(ratios);
        int middle = ratios.length / 2;
        return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%,d events a round (the recording %d times), medians of the rounds%n%n",
                        events,
                        times));
        text.append(
                "| reader | CPU per event | events/s | dropped | cheaper than asterisk-java |\n|---|---|---|---|---|\n");
        for (ReaderKind kind : rounds.keySet()) {
            text.append(row(kind));
        }
        skipped.forEach(words -> text.append("\n* ").append(words).append('\n'));
        rounds.forEach(
                (kind, all) ->
                        all.stream()
                                .filter(round -> !round.problem().isEmpty())
                                .findFirst()
                                .ifPresent(
                                        round ->
                                                text.append("\n**")
                                                        .append(kind.words())
                                                        .append(": ")
                                                        .append(round.problem())
                                                        .append("**\n")));
        if (isTrue()) {
            text.append(
                    "\nEvery reader saw every event; the calls that Belfry derived are the verified ones in each repetition.\n");
        }
        return text.toString();
    }

    private String row(ReaderKind kind) {
        boolean comparable = rounds.containsKey(ReaderKind.ASTERISK_JAVA);
        return String.format(
                Locale.ROOT,
                "| %s | %.2f µs | %,.0f | %d | %s |%n",
                kind.words(),
                median(kind, Round::cpuMicrosPerEvent),
                median(kind, Round::eventsPerSecond),
                rounds.get(kind).stream().mapToLong(Round::dropped).sum(),
                comparable
                        ? String.format(
                                Locale.ROOT, "%.1f x", ratio(kind, ReaderKind.ASTERISK_JAVA))
                        : "-");
    }
}
