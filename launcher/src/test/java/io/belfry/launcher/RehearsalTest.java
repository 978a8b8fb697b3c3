package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./belfry} runs once after a build: a whole demo that ends by itself. */
class RehearsalTest {
    @Test
    void startsServesItsPagesAndEndsWellWithoutAWord(@TempDir Path folder) throws Exception {
        Path words = folder.resolve("words");
        // of the real server, which a demo leaves alone: this one would stop it
        Files.writeString(folder.resolve("belfry.yaml"), "http:\n  prot: 8080\n");

        java.lang.Process demo =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-Djava.io.tmpdir=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "demo",
                                "--rehearsal",
                                "--http.port=0",
                                "--programs.port=0")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();

        try {
            assertThat(demo.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(Files.readString(words)).doesNotContain("not served");
            assertThat(demo.exitValue()).isZero();
        } finally {
            demo.destroyForcibly();
        }
    }
}
