package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.belfry.core.call.CallEvent.Kind;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker is started from, and that its start is archived. */
class WorkerCommandTest {
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final Instant BUILT = Instant.parse("2026-12-02T09:00:00Z");

    @TempDir private Path tree;

    @Test
    void inABuildTreeItIsTheJarThatWasBuilt() throws IOException {
        Path jar = built(BUILT, BUILT.plusSeconds(1));

        assertThat(fromClasses()).hasValue(jar.toString());
    }

    /** Whoever has only compiled runs what he has compiled. */
    @Test
    void aJarThatIsOlderThanTheClassesIsNotTaken() throws IOException {
        built(BUILT, BUILT.minusSeconds(1));
        Path target = tree.resolve("script-runner/target");

        assertThat(fromClasses())
                .hasValue(
                        target.resolve("classes")
                                + File.pathSeparator
                                + target.resolve("lib").resolve("*"));
    }

    @Test
    void whereItIsInstalledItIsTheJarBesideTheServers() throws IOException {
        Path jar = file(tree.resolve("opt/script-runner/script-runner-1.0.jar"), BUILT);
        Path server = file(tree.resolve("opt/launcher-1.0.jar"), BUILT);

        assertThat(WorkerCommand.classPath(server)).hasValue(jar.toString());
    }

    @Test
    void withoutItsFolderThereIsNone() throws IOException {
        assertThat(WorkerCommand.classPath(file(tree.resolve("opt/launcher-1.0.jar"), BUILT)))
                .isEmpty();
    }

    /** A JVM passes over an archive that does not fit without a word; this one says so. */
    @Test
    void theArchiveOfItsClassesFits() throws Exception {
        List<String> command = archived();
        command.replaceAll(word -> word.equals("-Xshare:auto") ? "-Xshare:on" : word);
        command.addAll(command.size() - 1, List.of("-Xlog:class+load:stderr"));
        command.add("--rehearsal");
        Path words = tree.resolve("words");

        Process worker =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();
        try {
            assertThat(worker.waitFor(ScriptHouse.LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            assertThat(Files.readString(words))
                    .containsPattern("com\\.oracle\\.truffle\\.\\S+ source: shared objects file");
            assertThat(worker.exitValue()).isZero();
        } finally {
            worker.destroyForcibly();
        }
    }

    /** Standard output is for the conversation: a word of the JVM there would be its end. */
    @Test
    void anArchiveThatDoesNotFitIsPassedOverWithoutAWord() throws Exception {
        List<String> command = archived();
        // the archive was made of the jar: a JVM would say so there
        int path = command.indexOf("-cp") + 1;
        Path target = Path.of(command.get(path)).getParent();
        command.set(
                path,
                target.resolve("classes")
                        + File.pathSeparator
                        + target.resolve("lib").resolve("*"));

        Process worker = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        try {
            CompletableFuture<byte[]> said =
                    CompletableFuture.supplyAsync(() -> firstFrame(worker.getInputStream()));
            assertThat(said.get(ScriptHouse.LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"ready\":true}");
        } finally {
            worker.destroyForcibly();
        }
    }

    /** A disk that is full leaves such a one; the JVM dies of it whatever it is told. */
    @Test
    void anArchiveThatWasCutShortStopsNoScript() throws Exception {
        List<String> command = archived();
        Path half = tree.resolve("half.jsa");
        command.replaceAll(word -> word.startsWith(ARCHIVE) ? ARCHIVE + half(word, half) : word);

        try (ScriptHouse house = new ScriptHouse(ScriptHouse.PATIENT, command)) {
            ScriptEnd end =
                    house.happens(ScriptHouse.script("x", "event.up = () => {};"), Kind.UP).await();

            assertThat(end.state()).isEqualTo(ScriptEnd.State.DONE);
        }
    }

    private static Path half(String option, Path half) {
        try {
            byte[] whole = Files.readAllBytes(Path.of(option.substring(ARCHIVE.length())));
            return Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nothing was packed there is no archive; on CI there must be one. */
    private static List<String> archived() {
        List<String> command = new ArrayList<>(ScriptHouse.command(ScriptLimits.defaults()));
        boolean archived = command.stream().anyMatch(word -> word.startsWith(ARCHIVE));
        assumeTrue(archived || System.getenv("CI") != null, "compiled only: no jar and no archive");
        assertThat(archived).as("a build leaves an archive").isTrue();
        return command;
    }

    private static byte[] firstFrame(InputStream in) {
        try {
            DataInputStream frames = new DataInputStream(in);
            return frames.readNBytes(frames.readInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> fromClasses() throws IOException {
        Path classes = Files.createDirectories(tree.resolve("core/target/classes"));
        return WorkerCommand.classPath(classes);
    }

    private Path built(Instant compiled, Instant packed) throws IOException {
        Path target = tree.resolve("script-runner/target");
        file(target.resolve("classes/io/belfry/Main.class"), compiled);
        file(target.resolve("lib/js.jar"), compiled);
        return file(target.resolve("script-runner-1.0.jar"), packed);
    }

    private static Path file(Path path, Instant modified) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");
        return Files.setLastModifiedTime(path, FileTime.from(modified));
    }
}
