package io.belfry.realtimepush;

import io.belfry.core.bus.StoryWanted;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stories that are followed at another node than the one where they happen. A call has dozens of
 * steps and hardly ever somebody who watches it, so nodes tell each other only those that somebody
 * asks for. Nothing to do without a cluster.
 */
final class FarStories {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(20);
    private static final Duration WANTED = Duration.ofMinutes(1);
    private static final int MOST = 5_000;

    /** Steps of the last moment; what was before is written by now. */
    private static final int LATEST = 100;

    private final Vertx vertx;
    private final Function<String, List<TraceLine>> latest;
    private final Clock clock;

    /** By call, until when others want to have its steps. */
    private final Bounded<String, Instant> wanted = new Bounded<>(MOST);

    /**
     * @param latest steps of a call that happened here a moment ago
     */
    FarStories(Vertx vertx, Function<String, List<TraceLine>> latest, Clock clock) {
        this.vertx = vertx;
        this.latest = latest;
        this.clock = clock;
    }

    /**
     * @param followed the calls that are followed here
     * @param told gets their steps
     */
    void start(Supplier<Collection<String>> followed, Consumer<TraceLine> told) {
        if (!vertx.isClustered()) {
            return;
        }
        Topic.STORY.subscribeElsewhere(vertx, told);
        Topic.STORY_WANTED.subscribeElsewhere(vertx, this::asked);
        Topic.TRACE.subscribeHere(vertx, this::happened);
        vertx.setPeriodic(
                ASK_AGAIN.toMillis(),
                timer -> followed.get().forEach(call -> ask(new StoryWanted(call, false))));
    }

    /** Somebody here follows this call from now on. */
    void follow(String call) {
        ask(new StoryWanted(call, true));
    }

    private void ask(StoryWanted question) {
        Topic.STORY_WANTED.publish(vertx, question);
    }

    private void asked(StoryWanted question) {
        wanted.renew(question.call(), clock.instant().plus(WANTED));
        if (question.first()) {
            List<TraceLine> steps = latest.apply(question.call());
            steps.stream()
                    .skip(Math.max(0, steps.size() - LATEST))
                    .forEach(step -> Topic.STORY.publish(vertx, step));
        }
    }

    private void happened(TraceLine step) {
        Instant until = wanted.get(step.call());
        if (until != null && clock.instant().isBefore(until)) {
            Topic.STORY.publish(vertx, step);
        }
    }
}
