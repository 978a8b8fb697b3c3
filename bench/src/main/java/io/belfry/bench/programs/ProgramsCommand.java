package io.belfry.bench.programs;

import io.belfry.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry bench programs}. */
@Command(
        name = "programs",
        description =
                "From a call event to programs by socket.io; fails when one misses an event or gets it twice or too early.",
        mixinStandardHelpOptions = true)
public final class ProgramsCommand implements Callable<Integer> {
    @Option(
            names = "--programs",
            paramLabel = "N",
            description = "Programs that listen (default ${DEFAULT-VALUE}).")
    private int programs = 1000;

    @Option(
            names = "--rate",
            paramLabel = "EVENTS",
            description = "Call events a second (default ${DEFAULT-VALUE}).")
    private int rate = 4;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds that are measured (default ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--burst",
            paramLabel = "EVENTS",
            description = "Call events that come at once in the end (default ${DEFAULT-VALUE}).")
    private int burst = 500;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String machine = Machine.inWords();
        Path folder = Files.createTempDirectory("belfry-bench-");
        ProgramsResult result =
                new ProgramsBench(
                                new ProgramsPlan(programs, rate, seconds, burst),
                                folder,
                                step -> System.err.println("bench: " + step))
                        .run();
        System.out.println("### bench programs\n\n" + machine + "\n");
        System.out.print(result.markdown());
        return result.isTrue() ? 0 : 1;
    }
}
