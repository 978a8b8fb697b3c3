package io.belfry.simulator;

import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.manager.ManagerUser;
import io.belfry.simulator.manager.PbxVersion;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.replay.Speed;
import io.belfry.simulator.truth.TruthFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The simulated PBX as a program: makes calls or plays recordings until it is interrupted. */
public final class SimulatorRunner {
    private static final long LOOK_MILLIS = 20;

    private SimulatorRunner() {}

    /**
     * Runs until the thread is interrupted. Recordings are played once, as soon as somebody has
     * logged in; afterwards the PBX goes on answering.
     *
     * @param say gets a line of text for the person at the terminal now and then; never a secret
     * @throws UncheckedIOException if the port cannot be had or a file cannot be read or written
     */
    public static void run(SimulatorOptions options, Consumer<String> say) {
        try (PbxSimulator pbx = PbxSimulator.start(config(options))) {
            say.accept("Simulated PBX on 127.0.0.1:" + pbx.port() + ", user " + options.user());
            if (options.replay().isEmpty()) {
                makeCalls(pbx, options, say);
            } else {
                play(pbx, options, say);
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            say.accept("Simulated PBX stopped");
            Thread.currentThread().interrupt();
        }
    }

    private static SimulatorConfig config(SimulatorOptions options) {
        ManagerUser user = ManagerUser.of(options.user(), options.secret(), "all", "all");
        SimulatorConfig config =
                SimulatorConfig.standard()
                        .withPort(options.port())
                        .withUsers(List.of(user))
                        .withSeed(options.seed());
        return olderPbx(options.replay())
                ? config.withVersion(PbxVersion.ASTERISK_18)
                        .withPlan(PbxPlan.ofRecordings().withTechnology("SIP"))
                : config;
    }

    /** The recordings of the older Asterisk say so in their names. */
    private static boolean olderPbx(List<Path> recordings) {
        return !recordings.isEmpty()
                && recordings.stream()
                        .allMatch(path -> path.getFileName().toString().startsWith("v18-"));
    }

    private static void makeCalls(
            PbxSimulator pbx, SimulatorOptions options, Consumer<String> say) {
        options.truthFile().ifPresent(path -> writeTruth(pbx, path));
        pbx.time().run(options.speed());
        if (options.rate() > 0) {
            pbx.generate(CallGenerator.Settings.of(options.rate(), options.seed(), 0));
            say.accept("Makes " + options.rate() + " calls a second, seed " + options.seed());
        }
    }

    /**
     * Each line is on the disk before the next call ends, so that the file is complete whenever we
     * are stopped.
     */
    private static void writeTruth(PbxSimulator pbx, Path path) {
        try {
            PrintWriter out =
                    new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8), true);
            pbx.truth().listen(call -> out.println(TruthFormat.json(call)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void play(PbxSimulator pbx, SimulatorOptions options, Consumer<String> say)
            throws InterruptedException {
        say.accept(
                "Plays " + options.replay().size() + " recording(s) when somebody has logged in");
        while (pbx.loggedIn() == 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        try {
            pbx.play(Speed.times(options.speed()), options.replay().toArray(Path[]::new)).get();
            say.accept("Played everything; goes on answering");
        } catch (ExecutionException e) {
            throw new UncheckedIOException(
                    new IOException(e.getCause().getMessage(), e.getCause()));
        }
    }
}
