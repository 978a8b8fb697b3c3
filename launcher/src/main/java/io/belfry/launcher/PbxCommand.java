package io.belfry.launcher;

import io.belfry.simulator.SimulatorOptions;
import io.belfry.simulator.SimulatorRunner;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry pbx}: the simulated PBX alone. */
@Command(
        name = "pbx",
        description =
                "A simulated PBX: a real manager interface on loopback that makes calls or plays recordings.",
        mixinStandardHelpOptions = true)
final class PbxCommand implements Callable<Integer> {
    private static final SimulatorOptions USUAL = SimulatorOptions.standard();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port on loopback, 0 takes a free one (default 5038).")
    private int port = USUAL.port();

    @Option(names = "--rate", paramLabel = "CALLS", description = "Calls a second (default 2).")
    private double rate = USUAL.rate();

    @Option(
            names = "--replay",
            arity = "1..*",
            paramLabel = "FILE.ami",
            description =
                    "Play these recordings instead, each at its own pace, once somebody has logged in.")
    private List<Path> replay = new ArrayList<>();

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "So many times faster; for recordings 0 is without waiting.")
    private double speed = USUAL.speed();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed makes the same calls (default 1).")
    private long seed = USUAL.seed();

    @Option(names = "--user", paramLabel = "NAME", description = "Manager user (default cti).")
    private String user = USUAL.user();

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "Its secret (default lab-secret).")
    private String secret = USUAL.secret();

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "Write what the phones did, a line of JSON for each call.")
    private Path truth = SimulatorOptions.NO_FILE;

    @Override
    public Integer call() {
        for (Path file : replay) {
            if (!Files.isReadable(file)) {
                System.err.println(file + ": there is no such file");
                return Main.WRONG_INPUT;
            }
        }
        try {
            SimulatorOptions options =
                    new SimulatorOptions(port, rate, replay, speed, seed, user, secret, truth);
            SimulatorRunner.run(options, PbxCommand::say);
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println("belfry pbx: " + e.getMessage());
            return Main.WRONG_INPUT;
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
