package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ThrowAwayFolderTest {
    @TempDir private Path parent;

    @Test
    void allThatWasPutThereGoesWithIt() throws IOException {
        ThrowAwayFolder folder = ThrowAwayFolder.in(parent);
        Files.writeString(folder.path().resolve("secret.key"), "x");
        Files.writeString(Files.createDirectory(folder.path().resolve("sub")).resolve("a"), "x");

        folder.close();
        folder.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void demoThatCanNotStartLeavesNothing() {
        DemoCommand demo = new DemoCommand(parent);

        int code = new CommandLine(demo).execute("--http.prot=8081");

        assertThat(code).isEqualTo(Main.WRONG_INPUT);
        assertThat(parent).isEmptyDirectory();
    }
}
