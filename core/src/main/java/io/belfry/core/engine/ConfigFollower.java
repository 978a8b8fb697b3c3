package io.belfry.core.engine;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Configuration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with the settings: asks for them at the start and whenever a new version is announced.
 * When there is no good answer the old version stays and it asks again, more and more slowly.
 */
final class ConfigFollower {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final long NO_TIMER = -1;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Consumer<Configuration> swap;
    private long announced;
    private long timer = NO_TIMER;
    private Duration pause = FIRST_PAUSE;
    private boolean asking;
    private boolean askAgain;

    ConfigFollower(Vertx vertx, Consumer<Configuration> swap) {
        this.vertx = vertx;
        this.swap = swap;
    }

    /** Done when the first question was answered or failed; then it goes on by itself. */
    Future<Void> start() {
        return Topic.CONFIG
                .subscribe(vertx, this::onAnnounced)
                .completion()
                .compose(listening -> ask());
    }

    private void onAnnounced(ConfigAnnounced news) {
        announced = Math.max(announced, news.version());
        if (asking) {
            askAgain = true;
        } else {
            // news is worth more than a pause that waits for it
            vertx.cancelTimer(timer);
            ask();
        }
    }

    /** Never fails and never asks twice at a time. */
    private Future<Void> ask() {
        asking = true;
        return Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .map(
                        answer -> {
                            swap.accept(answer);
                            return answer.version() >= announced;
                        })
                .otherwise(
                        e -> {
                            LOG.warn("no settings, asking again: {}", e.getMessage());
                            return false;
                        })
                .map(
                        current -> {
                            answered(current);
                            return null;
                        });
    }

    private void answered(boolean current) {
        asking = false;
        if (askAgain) {
            askAgain = false;
            ask();
        } else if (current) {
            pause = FIRST_PAUSE;
        } else {
            timer = vertx.setTimer(pause.toMillis(), due -> ask());
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }
}
