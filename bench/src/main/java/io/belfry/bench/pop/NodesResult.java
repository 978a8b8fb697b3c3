package io.belfry.bench.pop;

import io.belfry.bench.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Rounds of one node, of two and of two apart, taken in turns.
 *
 * @param one with both PBXs, a run of each round
 * @param two with a PBX each, in the same order
 * @param apart two servers without a cluster, with a PBX each; empty when that was not asked for
 */
record NodesResult(PopPlan plan, List<NodesRun> one, List<NodesRun> two, List<NodesRun> apart) {
    boolean isTrue() {
        return Stream.of(one, two, apart).flatMap(List::stream).allMatch(NodesRun::even);
    }

    /** The median over the rounds of what two nodes need for a call, in parts of what one needs. */
    double ratio() {
        return ratio(two, one);
    }

    private static double ratio(List<NodesRun> runs, List<NodesRun> beside) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < beside.size(); i++) {
            ratios.add(runs.get(i).millisACall() / beside.get(i).millisACall());
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d agents, two PBXs with %.0f queue calls a second each, %d s measured after %d s of warm-up, %d rounds in turns%n%n"
                        .formatted(
                                plan.agents(),
                                plan.rate(),
                                plan.measured().toSeconds(),
                                plan.warmUp().toSeconds(),
                                one.size()));
        text.append("| nodes | calls | processor time a call |\n|---|---|---|\n");
        row(text, "one, with both PBXs", one);
        row(text, "two, with a PBX each", two);
        if (!apart.isEmpty()) {
            row(text, "two that know nothing of each other, with a PBX each", apart);
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%nTwo nodes need %.2f times the processor time of one for the same calls (median of the rounds).%n%n",
                        ratio()));
        if (!apart.isEmpty()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "Two that know nothing of each other need %.2f times the processor time of one, two nodes %.2f times that of those.%n%n",
                            ratio(apart, one),
                            ratio(two, apart)));
        }
        text.append(
                "| since Belfry read the PBX's event, until the command is at the agent's socket | pages | p50 | p90 | p99 | max |\n|---|---|---|---|---|---|\n");
        way(text, "one node", times(one, true));
        way(text, "two nodes, agent at the node of the PBX", times(two, true));
        way(text, "two nodes, agent at the other one", times(two, false));
        text.append(
                isTrue()
                        ? "\nEach page arrived once and where the telephone rang.\n"
                        : "\n**The pages and the journals differ: the figures above mean nothing.**\n");
        return text.toString();
    }

    private static void row(StringBuilder text, String name, List<NodesRun> runs) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %d | %.2f ms |%n",
                        name,
                        runs.stream().mapToLong(NodesRun::calls).sum(),
                        median(runs.stream().map(NodesRun::millisACall).toList())));
    }

    private static Percentiles times(List<NodesRun> runs, boolean near) {
        return new Percentiles(
                runs.stream().flatMap(run -> (near ? run.near() : run.far()).stream()).toList());
    }

    private static void way(StringBuilder text, String name, Percentiles times) {
        text.append(
                times.count() == 0
                        ? "| %s | 0 | - | - | - | - |%n".formatted(name)
                        : "| %s | %d | %s | %s | %s | %s |%n"
                                .formatted(
                                        name,
                                        times.count(),
                                        times.millis(50),
                                        times.millis(90),
                                        times.millis(99),
                                        times.millis(100)));
    }
}
