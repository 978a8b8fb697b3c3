package io.belfry.bench.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of {@code bench programs} with few programs: what arrives, never how fast. */
class ProgramsBenchTest {
    @TempDir private Path folder;

    @Test
    void eachProgramGetsEachEventOnceAndInOrder() throws IOException, InterruptedException {
        ProgramsPlan plan = new ProgramsPlan(20, 20, 2, 200);

        ProgramsResult result = new ProgramsBench(plan, folder, step -> {}).run();

        assertThat(result.arrived()).isEqualTo(20L * (40 + 40 + 200));
        assertThat(result.isTrue()).as(result.markdown()).isTrue();
    }
}
