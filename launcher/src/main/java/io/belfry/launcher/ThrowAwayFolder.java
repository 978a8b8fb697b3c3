package io.belfry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new folder that is gone when it is closed, with all that was put there. */
final class ThrowAwayFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThrowAwayFolder.class);

    private final Path path;

    private ThrowAwayFolder(Path path) {
        this.path = path;
    }

    static ThrowAwayFolder in(Path parent) {
        try {
            return new ThrowAwayFolder(Files.createTempDirectory(parent, "belfry-demo-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the demo's data", e);
        }
    }

    Path path() {
        return path;
    }

    /** Once more does nothing. */
    @Override
    public void close() {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn("{} is left behind: {}", path, e.toString());
        }
    }
}
