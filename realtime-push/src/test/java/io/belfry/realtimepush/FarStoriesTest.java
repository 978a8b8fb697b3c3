package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarStoriesTest {
    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(TEN, ZoneOffset.UTC);
    private static final String CALL = "main:1700000000.1";

    private final TestCluster cluster = new TestCluster(2);
    private final BlockingQueue<TraceLine> told = new LinkedBlockingQueue<>();
    private final FarStories where =
            new FarStories(cluster.node(0), call -> List.of(step(call, "a moment ago")), CLOCK);
    private final FarStories watcher = new FarStories(cluster.node(1), call -> List.of(), CLOCK);

    @BeforeEach
    void start() {
        where.start(Set::of, step -> {});
        watcher.start(Set::of, told::add);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whoFollowsAStoryIsToldItsLatestStepsAndWhatComes() throws Exception {
        watcher.follow(CALL);

        assertThat(next()).isEqualTo(step(CALL, "a moment ago"));
        Topic.TRACE.publishHere(cluster.node(0), step("main:1700000000.2", "another call"));
        Topic.TRACE.publishHere(cluster.node(0), step(CALL, "now"));
        assertThat(next()).isEqualTo(step(CALL, "now"));
    }

    private TraceLine next() throws InterruptedException {
        TraceLine step = told.poll(20, TimeUnit.SECONDS);
        assertThat(step).isNotNull();
        return step;
    }

    private static TraceLine step(String call, String text) {
        return new TraceLine(call, TEN, Step.RULE, text, Map.of("verdict", "yes"));
    }
}
