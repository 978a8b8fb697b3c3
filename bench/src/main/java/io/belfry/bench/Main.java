package io.belfry.bench;

import io.belfry.bench.decode.DecodeCommand;
import io.belfry.bench.pop.NodesCommand;
import io.belfry.bench.pop.PopCommand;
import io.belfry.bench.programs.ProgramsCommand;
import io.belfry.bench.scripts.ScriptsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./belfry bench <what>}: the figures of {@code docs/performance.md}, one command each. */
@Command(
        name = "bench",
        description = "Measures Belfry on this machine and prints Markdown tables.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PopCommand.class,
            NodesCommand.class,
            DecodeCommand.class,
            ScriptsCommand.class,
            ProgramsCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "logback-bench.xml");
        // event loops are no daemons: what went wrong must not stay as a silent process
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
