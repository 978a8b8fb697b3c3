package io.belfry.bench.pop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of {@code bench nodes} with few calls: what arrives and where, never how fast. */
class NodesBenchTest {
    private static final PopPlan PLAN =
            new PopPlan(20, 3, Duration.ofSeconds(1), Duration.ofSeconds(4), 7);

    @TempDir private Path folder;

    @Test
    void pagesArriveOnceAtAgentsOfEitherNode() {
        NodesRun run = new NodesBench(PLAN, step -> {}).run(2, folder);

        NodesResult result = new NodesResult(PLAN, List.of(run), List.of(run));
        assertThat(run.near()).isNotEmpty();
        assertThat(run.far()).isNotEmpty();
        assertThat(run.calls()).isPositive();
        assertThat(result.isTrue()).as(result.markdown()).isTrue();
    }

    @Test
    void theRatioIsTheMedianOfTheRounds() {
        NodesResult result =
                new NodesResult(
                        PLAN,
                        List.of(run(1, 100, 10), run(1, 100, 10), run(1, 100, 40)),
                        List.of(run(2, 100, 30), run(2, 50, 10), run(2, 100, 40)));

        assertThat(result.ratio()).isEqualTo(2);
    }

    private static NodesRun run(int nodes, long calls, int seconds) {
        return new NodesRun(
                nodes, calls, Duration.ofSeconds(seconds), List.of(1L), List.of(), true);
    }
}
