package io.belfry.core.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The distribution's Chromium. A machine without one skips the test visibly; on CI there must be
 * one. {@code BELFRY_CHROMIUM} names another.
 */
public final class InstalledChromium {
    /** The same browser without windows of its own: drawing them costs more than all our pages. */
    private static final Path SHELL = Path.of("/usr/bin/chromium-headless-shell");

    private static final List<Path> WHOLE =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    private InstalledChromium() {}

    /** For tests of pages. */
    public static Path forPages() {
        return first(Stream.concat(Stream.of(SHELL), WHOLE.stream()));
    }

    /** Ends a test before it makes what only a whole browser needs. */
    public static void mustBeThere() {
        forWindows();
    }

    /** For tests of windows, tabs and what may open them: the blocker of pop-ups is in it. */
    public static Path forWindows() {
        return first(WHOLE.stream());
    }

    private static Path first(Stream<Path> usual) {
        String named = System.getenv("BELFRY_CHROMIUM");
        List<Path> candidates = named == null ? usual.toList() : List.of(Path.of(named));
        return candidates.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(candidates));
    }

    private static Path missing(List<Path> candidates) {
        String message = "no Chromium at " + candidates + ", set BELFRY_CHROMIUM or install it";
        if (System.getenv("CI") != null) {
            throw new AssertionError(message);
        }
        return Assumptions.abort(message);
    }
}
