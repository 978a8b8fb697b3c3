package io.belfry.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which process of this machine made a connection, as Linux tells it: from the port to the number
 * of the socket, and from there to the process that has it open.
 */
final class SocketOwner {
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private SocketOwner() {}

    /**
     * @param accepted our end of it
     * @param process asked whether the socket is its own
     */
    static boolean is(Socket accepted, long process) {
        return inode(accepted).filter(number -> has(process, number)).isPresent();
    }

    private static Optional<String> inode(Socket accepted) {
        String there = ":%04X".formatted(accepted.getPort());
        String here = ":%04X".formatted(accepted.getLocalPort());
        return TABLES.stream()
                .filter(Files::exists)
                .flatMap(SocketOwner::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(line -> line[LOCAL].endsWith(there) && line[REMOTE].endsWith(here))
                .map(line -> line[INODE])
                .findFirst();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean has(long process, String inode) {
        Path files = Path.of("/proc", Long.toString(process), "fd");
        String wanted = "socket:[" + inode + "]";
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
            for (Path file : all) {
                if (wanted.equals(target(file))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // the process has ended
            return false;
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // closed in the meantime
            return "";
        }
    }
}
