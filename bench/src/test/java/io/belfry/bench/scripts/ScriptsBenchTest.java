package io.belfry.bench.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The way of {@code bench scripts} with little: that all is handled, never how fast. */
class ScriptsBenchTest {
    @Test
    void everyEventIsHandledAndHostileScriptsAreStopped() {
        try (ScriptsBench bench = new ScriptsBench(step -> {})) {
            ScriptsResult result = bench.run(50, 20, 1);

            assertThat(result.isTrue()).as(result.markdown()).isTrue();
            assertThat(result.warm().count()).isEqualTo(50);
            assertThat(result.steady().count()).isEqualTo(20);
            assertThat(result.beside().count()).isEqualTo(20);
            assertThat(result.stopped()).isPositive();
            assertThat(result.hostile().count()).isPositive();
        }
    }
}
