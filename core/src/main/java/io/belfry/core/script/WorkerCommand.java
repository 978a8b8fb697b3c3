package io.belfry.core.script;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a worker process is started. Its jar lies in a folder of its own, {@code script-runner},
 * beside the server's, with what it needs in {@code lib}; in a build tree it is where it was built.
 * It is never on the server's class path. Beside the jar there may be an archive of its classes as
 * the JVM wants them in memory, which saves a third of a start.
 */
public final class WorkerCommand {
    private static final String NAME = "script-runner";
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String MAIN = "io.belfry.scriptrunner.Main";

    private WorkerCommand() {}

    /**
     * @param home a class of the server: the folder is looked for around the place it comes from
     * @return what to start; empty when there is no such folder
     */
    public static Optional<List<String>> find(Class<?> home, ScriptLimits limits) {
        try {
            Path place = Path.of(home.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classPath(place).map(path -> command(path, limits));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same start from the classes themselves. */
    static List<String> withoutArchive(List<String> command) {
        return command.stream().filter(word -> !word.startsWith(ARCHIVE)).toList();
    }

    static Optional<String> classPath(Path place) throws IOException {
        for (Path up = place.getParent(); up != null; up = up.getParent()) {
            Path folder = up.resolve(NAME);
            Optional<String> found = built(folder.resolve("target"));
            // who runs from classes was built just now, and a jar beside them may be older
            if (found.isEmpty() && !Files.isDirectory(place)) {
                found = jar(folder).map(Path::toString);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> built(Path target) throws IOException {
        Path classes = target.resolve("classes");
        Path libraries = target.resolve("lib");
        if (!Files.isDirectory(classes) || !Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        Optional<Path> jar = jar(target);
        // an archive can be of jars only
        return jar.isPresent() && !isOlder(jar.get(), classes) && !isOlder(jar.get(), libraries)
                ? jar.map(Path::toString)
                : Optional.of(classes + File.pathSeparator + libraries.resolve("*"));
    }

    private static boolean isOlder(Path jar, Path folder) throws IOException {
        FileTime made = Files.getLastModifiedTime(jar);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Path> jar(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            // an upgrade may have left the one before
            return files.filter(file -> isJar(file.getFileName().toString()))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()));
        }
    }

    private static boolean isJar(String name) {
        return name.startsWith(NAME + "-") && name.endsWith(".jar");
    }

    private static List<String> command(String classPath, ScriptLimits limits) {
        List<String> command = new ArrayList<>(Priority.ofScripts());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(archive(classPath));
        command.addAll(
                List.of(
                        "-Xmx" + limits.heapMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        // short scripts: the first compiler is enough and needs less memory
                        "-XX:TieredStopAtLevel=1",
                        "-XX:MaxMetaspaceSize=192m",
                        // out of memory is the end: the process is replaced, not nursed
                        "-XX:+ExitOnOutOfMemoryError",
                        // standard output is for the conversation alone
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xlog:disable",
                        "-XX:-UsePerfData",
                        "-XX:+DisableAttachMechanism",
                        "-XX:ErrorFile=/dev/null",
                        "-Dfile.encoding=UTF-8",
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        MAIN));
        return List.copyOf(command);
    }

    private static List<String> archive(String classPath) {
        if (!classPath.endsWith(".jar")) {
            return List.of();
        }
        Path archive = Path.of(classPath).resolveSibling(NAME + ".jsa");
        return Files.exists(archive)
                ? List.of(
                        ARCHIVE + archive,
                        // one of another JVM, or of other jars, is passed over
                        "-Xshare:auto")
                : List.of();
    }
}
