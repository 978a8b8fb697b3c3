package io.belfry.bench.pop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of {@code bench nodes} with few calls: what arrives and where, never how fast. */
class NodesBenchTest {
    static final PopPlan PLAN = new PopPlan(20, 3, Duration.ofSeconds(1), Duration.ofSeconds(4), 7);

    @TempDir private Path folder;

    @Test
    void pagesArriveOnceAtAgentsOfEitherNode() {
        NodesRun run = new NodesBench(PLAN, step -> {}).run(2, folder);

        NodesResult result = new NodesResult(PLAN, List.of(run), List.of(run), List.of());
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
                        List.of(run(100, 10), run(100, 10), run(100, 40)),
                        List.of(run(100, 30), run(50, 10), run(100, 40)),
                        List.of());

        assertThat(result.ratio()).isEqualTo(2);
    }

    private static NodesRun run(long calls, int seconds) {
        return new NodesRun(calls, Duration.ofSeconds(seconds), List.of(1L), List.of(), true);
    }
}
