package io.belfry.bench.pop;

import io.belfry.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry bench pop}. */
@Command(
        name = "pop",
        description =
                "From a PBX event to the command on the agent's socket; fails when a page is lost or comes twice.",
        mixinStandardHelpOptions = true)
public final class PopCommand implements Callable<Integer> {
    @Option(
            names = "--agents",
            paramLabel = "N",
            description = "Agents, each with a socket (default ${DEFAULT-VALUE}).")
    private int agents = 1000;

    @Option(
            names = "--rate",
            paramLabel = "CALLS",
            description = "Queue calls a second (default ${DEFAULT-VALUE}).")
    private double rate = 100;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Seconds before it counts (default ${DEFAULT-VALUE}).")
    private int warmUp = 30;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds that are measured (default ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed makes the same calls (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        String machine = Machine.inWords();
        Path folder = Files.createTempDirectory("belfry-bench-");
        PopPlan plan =
                new PopPlan(
                        agents,
                        rate,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds),
                        seed);
        PopResult result =
                new PopBench(plan, folder, step -> System.err.println("bench: " + step)).run();
        System.out.println("### bench pop\n\n" + machine + "\n");
        System.out.print(result.markdown());
        System.err.println("bench: the server's data and log are in " + folder);
        return result.isTrue() ? 0 : 1;
    }
}
