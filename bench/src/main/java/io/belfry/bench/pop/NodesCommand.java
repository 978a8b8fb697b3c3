package io.belfry.bench.pop;

import io.belfry.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry bench nodes}. */
@Command(
        name = "nodes",
        description =
                "What two nodes of a cluster cost beside one, and a page that goes from one to the other; fails when a page is lost or comes twice.",
        mixinStandardHelpOptions = true)
public final class NodesCommand implements Callable<Integer> {
    @Option(
            names = "--agents",
            paramLabel = "N",
            description = "Agents, each with a socket (default ${DEFAULT-VALUE}).")
    private int agents = 400;

    @Option(
            names = "--rate",
            paramLabel = "CALLS",
            description = "Queue calls a second at each PBX (default ${DEFAULT-VALUE}).")
    private double rate = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description =
                    "Seconds before it counts; the compilers of two nodes are busy for minutes (default ${DEFAULT-VALUE}).")
    private int warmUp = 180;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds that are measured (default ${DEFAULT-VALUE}).")
    private int seconds = 40;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Runs of one node and of two, in turns (default ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(
            names = "--apart",
            description =
                    "Also two servers that know nothing of each other: what the second process costs without any cluster.")
    private boolean apart;

    @Override
    public Integer call() throws IOException {
        String machine = Machine.inWords();
        Path folder = Files.createTempDirectory("belfry-bench-");
        PopPlan plan =
                new PopPlan(
                        agents, rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), 1);
        NodesBench bench = new NodesBench(plan, step -> System.err.println("bench: " + step));
        List<NodesRun> one = new ArrayList<>();
        List<NodesRun> two = new ArrayList<>();
        List<NodesRun> alone = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            one.add(bench.run(1, Files.createDirectory(folder.resolve("one-" + round))));
            two.add(bench.run(2, Files.createDirectory(folder.resolve("two-" + round))));
            if (apart) {
                alone.add(bench.runApart(Files.createDirectory(folder.resolve("apart-" + round))));
            }
        }
        NodesResult result = new NodesResult(plan, one, two, alone);
        System.out.println("### bench nodes\n\n" + machine + "\n");
        System.out.print(result.markdown());
        System.err.println("bench: data and logs of the nodes are in " + folder);
        return result.isTrue() ? 0 : 1;
    }
}
