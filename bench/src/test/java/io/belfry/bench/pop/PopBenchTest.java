package io.belfry.bench.pop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of {@code bench pop} with few calls: what arrives, never how fast. */
class PopBenchTest {
    @TempDir private Path folder;

    @Test
    void eachRingingTelephoneOpensOnePageAtItsAgent() {
        PopPlan plan = new PopPlan(20, 5, Duration.ofSeconds(1), Duration.ofSeconds(3), 7);

        PopResult result = new PopBench(plan, folder, step -> {}).run();

        assertThat(result.balance().wanted()).isGreaterThan(5);
        assertThat(result.balance().arrived()).isEqualTo(result.balance().wanted());
        assertThat(result.isTrue()).as(result.markdown()).isTrue();
    }
}
