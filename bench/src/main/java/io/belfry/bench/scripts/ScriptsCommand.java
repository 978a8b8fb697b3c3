package io.belfry.bench.scripts;

import io.belfry.bench.Machine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry bench scripts}. */
@Command(
        name = "scripts",
        description =
                "What a customer's script costs, and what a hostile one costs the others; fails when an event was lost.",
        mixinStandardHelpOptions = true)
public final class ScriptsCommand implements Callable<Integer> {
    @Option(
            names = "--calls",
            paramLabel = "N",
            description =
                    "Calls of a warm handler, one after the other (default ${DEFAULT-VALUE}).")
    private int calls = 20_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second through one script (default ${DEFAULT-VALUE}).")
    private int rate = 500;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Length of each measurement over time (default ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Override
    public Integer call() {
        String machine = Machine.inWords();
        System.out.println("### bench scripts\n\n" + machine + "\n");
        try (ScriptsBench bench = new ScriptsBench(step -> System.err.println("bench: " + step))) {
            ScriptsResult result = bench.run(calls, rate, seconds);
            System.out.print(result.markdown());
            return result.isTrue() ? 0 : 1;
        }
    }
}
