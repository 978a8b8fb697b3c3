package io.belfry.launcher;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A program in Node with one generation of socket.io's client. Where there is no Node a test is
 * skipped and says so; where {@code CI} is set it fails, because there it must be there.
 */
final class NodeProgram implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;
    private static final int INSTALL_SECONDS = 300;
    private static final Path SOURCE = Path.of("src/test/clients");
    static final Path FOLDER = Path.of("target/clients");

    private final java.lang.Process process;
    private final BufferedWriter in;
    private final BlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();

    private NodeProgram(java.lang.Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "node-program");
        reader.setDaemon(true);
        reader.start();
    }

    /** All generations, once for the module, from the lock file. */
    static void install() {
        required(run(Path.of("."), 30, "node", "--version"), "no Node here");
        try {
            Files.createDirectories(FOLDER);
            boolean there = Files.exists(FOLDER.resolve("node_modules/client-4/package.json"));
            for (String file : List.of("package.json", "package-lock.json", "program.js")) {
                Files.copy(
                        SOURCE.resolve(file),
                        FOLDER.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            required(
                    there
                            || run(
                                    FOLDER,
                                    INSTALL_SECONDS,
                                    "npm",
                                    "ci",
                                    "--no-audit",
                                    "--no-fund",
                                    "--ignore-scripts"),
                    "socket.io's clients can not be installed here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void required(boolean there, String words) {
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(words);
        }
        Assumptions.assumeTrue(there, words + ", this is not tested");
    }

    /** False when it is not there or failed. */
    static boolean run(Path folder, int seconds, String... command) {
        try {
            java.lang.Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @param library {@code client-1} to {@code client-4}
     * @param transport {@code polling}, {@code websocket} or {@code default}
     */
    static NodeProgram start(String library, String url, String transport, String token) {
        try {
            return new NodeProgram(
                    new ProcessBuilder("node", "program.js", library, url, transport, token)
                            .directory(FOLDER.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> said.add(new JsonObject(line)));
        } catch (IOException | UncheckedIOException e) {
            // it ended
        }
    }

    void tell(JsonObject line) {
        try {
            in.write(line.encode());
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject ask(String command, JsonObject data) {
        tell(new JsonObject().put("emit", command).put("data", data));
        return next("answer").getJsonObject("answer");
    }

    /** Clients that begin by polling do it by themselves. */
    void untilOnWebsocket() {
        TestServer.until(
                "the program has moved",
                () -> {
                    tell(new JsonObject().put("transport", true));
                    String now = next("transport").getString("transport");
                    return Optional.of(now).filter("websocket"::equals);
                });
    }

    /** The next line with this field; others are left aside. */
    JsonObject next(String field) {
        JsonObject line = next();
        while (!line.containsKey(field)) {
            line = next();
        }
        return line;
    }

    JsonObject next() {
        try {
            JsonObject line = said.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the program says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
