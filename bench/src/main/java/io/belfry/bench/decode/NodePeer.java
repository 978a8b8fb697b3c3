package io.belfry.bench.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * npm's {@code asterisk-manager}, fetched when it is wanted: it is no part of this project, and who
 * has no Node measures without it.
 */
final class NodePeer {
    private static final String PACKAGE = "asterisk-manager@0.2.0";
    private static final int FETCH_SECONDS = 120;

    private final Path folder;
    private final Path script;

    private NodePeer(Path folder, Path script) {
        this.folder = folder;
        this.script = script;
    }

    /**
     * @param folder below which it is installed
     * @throws IOException with words, when Node, npm or the registry is missing
     */
    static NodePeer fetch(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path script = folder.resolve("reader.js");
        try (InputStream in = NodePeer.class.getResourceAsStream("asterisk-manager.js")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.notExists(folder.resolve("node_modules/asterisk-manager"))) {
            run(
                    "npm",
                    "install",
                    "--prefix",
                    folder.toString(),
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    PACKAGE);
        }
        run("node", "--version");
        return new NodePeer(folder, script);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(FETCH_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }

    List<String> command(int port, long events) {
        return List.of(
                "node",
                script.toString(),
                folder.toString(),
                Integer.toString(port),
                Long.toString(events));
    }
}
