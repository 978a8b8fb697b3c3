package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a server of its own can be reached, as the kernel tells it. The web port is put on an
 * address of its own; whatever else were open to the network would be there, or on all addresses.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody tells who listens where")
@Timeout(120)
class ListeningTest {
    private static final String WEB = "127.0.0.2";
    private static final String LISTENING = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    @TempDir private Path folder;
    private ChildServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void onlyTheWebPortCanBeReachedFromElsewhere() throws IOException {
        server =
                ChildServer.start(
                        folder, "--http.host=" + WEB, "--programs.port=" + TestServer.freePort());
        server.untilInStep();

        List<String> listening = listening(server.pid());

        assertThat(listening)
                .as("beside the web port there are those of programs")
                .hasSizeGreaterThan(1);
        assertThat(listening)
                .filteredOn(address -> !address.startsWith("127.0.0.1:"))
                .containsExactly(WEB + ":" + URI.create(server.url()).getPort());
    }

    private static List<String> listening(long pid) throws IOException {
        Set<String> sockets = sockets(pid);
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc", Long.toString(pid), "net", table);
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] columns = line.strip().split("\\s+");
                if (columns[STATE].equals(LISTENING)
                        && sockets.contains("socket:[" + columns[INODE] + "]")) {
                    addresses.add(address(columns[LOCAL]));
                }
            }
        }
        return addresses;
    }

    private static Set<String> sockets(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        Path files = Path.of("/proc", Long.toString(pid), "fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
            for (Path file : all) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        return sockets;
    }

    /** The kernel writes the bytes of an IPv4 address backwards, also at the end of an IPv6 one. */
    private static String address(String hex) {
        String[] parts = hex.split(":");
        String last = parts[0].substring(parts[0].length() - 8);
        List<String> bytes = new ArrayList<>();
        for (int at = 6; at >= 0; at -= 2) {
            bytes.add(Integer.toString(Integer.parseInt(last.substring(at, at + 2), 16)));
        }
        return String.join(".", bytes) + ":" + Integer.parseInt(parts[1], 16);
    }
}
