package io.belfry.core.script;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who goes first when the processor does not suffice: calls, then scripts, then scripts that had to
 * be stopped. What was once lowered can not be raised without rights that we do not want to have.
 */
final class Priority {
    private static final Logger LOG = LoggerFactory.getLogger(Priority.class);
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Path RENICE = Path.of("/usr/bin/renice");
    private static final String SCRIPT = "5";
    private static final String STOPPED = "15";
    private static final int PATIENCE_SECONDS = 5;
    private static final int ROUNDS = 5;

    private Priority() {}

    /** What a command that runs scripts begins with; empty where there is nothing of the kind. */
    static List<String> ofScripts() {
        return Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", SCRIPT) : List.of();
    }

    /**
     * Blocks until the system has done it. On Linux each thread has a priority of its own, and
     * hands it on to those that it starts: those that were started meanwhile are lowered in the
     * next round.
     */
    static void lower(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isExecutable(RENICE) || !Files.isDirectory(threads)) {
            return;
        }
        Set<String> done = new HashSet<>();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Set<String> fresh = threads(threads);
                fresh.removeAll(done);
                if (fresh.isEmpty()) {
                    return;
                }
                renice(fresh);
                done.addAll(fresh);
            }
        } catch (IOException e) {
            LOG.debug("the priority of {} stays as it is: {}", pid, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> threads(Path folder) throws IOException {
        Set<String> found = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(thread -> found.add(thread.getFileName().toString()));
        }
        return found;
    }

    private static void renice(Set<String> threads) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(RENICE.toString(), "-n", STOPPED, "-p"));
        command.addAll(threads);
        Process renice =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!renice.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            renice.destroyForcibly();
        } else if (renice.exitValue() != 0) {
            // some have ended in the meantime, or the system does not allow it
            LOG.debug("not all priorities could be lowered: {}", renice.exitValue());
        }
    }
}
