package io.belfry.launcher;

import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.SimulatorOptions;
import io.belfry.simulator.SimulatorRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ./belfry pbx --replay FILE} is: a manager interface that plays recordings as soon as
 * somebody has logged in.
 */
final class PlayingPbx implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Thread runner;

    PlayingPbx(double speed, Path... recordings) {
        SimulatorOptions options =
                new SimulatorOptions(
                        0,
                        0,
                        List.of(recordings),
                        speed,
                        1,
                        SimulatorConfig.USER,
                        SimulatorConfig.SECRET,
                        SimulatorOptions.NO_FILE);
        runner = new Thread(() -> SimulatorRunner.run(options, said::add), "belfry-pbx");
        runner.start();
    }

    int port() {
        return TestServer.until(
                "the PBX's port",
                () ->
                        said.stream()
                                .map(PORT::matcher)
                                .filter(Matcher::find)
                                .map(found -> Integer.valueOf(found.group(1)))
                                .findFirst());
    }

    void untilPlayed() {
        TestServer.until(
                "the end of the recording, said " + said,
                () -> said.stream().filter(line -> line.startsWith("Played")).findFirst());
    }

    @Override
    public void close() {
        runner.interrupt();
        TestServer.until(
                "the end of the PBX", () -> Optional.of(runner).filter(each -> !each.isAlive()));
    }
}
