package io.belfry.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An example in a process of its own, and what it says. */
final class ExampleProgram implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final java.lang.Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    ExampleProgram(Path where, String... command) throws IOException {
        process =
                new ProcessBuilder(command)
                        .directory(where.toFile())
                        .redirectErrorStream(true)
                        .start();
        Thread reader = new Thread(this::read, "example");
        reader.setDaemon(true);
        reader.start();
    }

    /** A program for Node, with this generation of socket.io's client as the one it installed. */
    static ExampleProgram node(Path folder, Path source, String library, String... arguments)
            throws IOException {
        Files.createDirectories(folder.resolve("node_modules"));
        Path file = Files.copy(source, folder.resolve(source.getFileName()));
        Files.createSymbolicLink(
                folder.resolve("node_modules/socket.io-client"),
                NodeProgram.FOLDER.resolve("node_modules").resolve(library).toAbsolutePath());
        List<String> command = new ArrayList<>(List.of("node", file.getFileName().toString()));
        command.addAll(List.of(arguments));
        return new ExampleProgram(folder, command.toArray(String[]::new));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // it ended
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    boolean isHeard() {
        return !said.isEmpty();
    }

    String next() {
        try {
            String line = said.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the example says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void until(String line) {
        String now = next();
        while (!now.equals(line)) {
            now = next();
        }
    }

    List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(next());
        }
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
