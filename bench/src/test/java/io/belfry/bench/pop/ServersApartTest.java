package io.belfry.bench.pop;

import static io.belfry.bench.pop.NodesBenchTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of {@code bench nodes --apart} with few calls. */
class ServersApartTest {
    @TempDir private Path folder;

    @Test
    void twoServersApartHaveAllTheirPagesToo() {
        NodesRun run = new NodesBench(PLAN, step -> {}).runApart(folder);

        NodesResult result = new NodesResult(PLAN, List.of(run), List.of(run), List.of(run));
        assertThat(run.near()).isNotEmpty();
        assertThat(run.far()).isEmpty();
        assertThat(run.calls()).isPositive();
        assertThat(result.isTrue()).as(result.markdown()).isTrue();
        assertThat(result.markdown()).contains("two that know nothing of each other");
    }
}
