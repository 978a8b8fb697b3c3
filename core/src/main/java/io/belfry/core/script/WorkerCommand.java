package io.belfry.core.script;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker process is started. Its jars lie in a folder of their own, {@code script-runner},
 * beside the server's; in a build tree they are where they were built. They are never on the
 * server's class path.
 */
public final class WorkerCommand {
    private static final String FOLDER = "script-runner";
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
        }
    }

    private static Optional<String> classPath(Path place) {
        for (Path up = place.getParent(); up != null; up = up.getParent()) {
            Path folder = up.resolve(FOLDER);
            String found = built(folder.resolve("target"));
            // who runs from classes was built just now, and jars beside them may be older
            if (found.isEmpty() && !Files.isDirectory(place)) {
                found = jars(folder);
            }
            if (!found.isEmpty()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static String built(Path target) {
        String jars = jars(target.resolve("lib"));
        Path classes = target.resolve("classes");
        return jars.isEmpty() || !Files.isDirectory(classes)
                ? ""
                : classes + File.pathSeparator + jars;
    }

    private static String jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String classPath, ScriptLimits limits) {
        List<String> command = new ArrayList<>(Priority.ofScripts());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
}
