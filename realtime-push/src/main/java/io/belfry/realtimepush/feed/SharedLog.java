package io.belfry.realtimepush.feed;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.EventLog;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of all nodes of a cluster. Their order is the one in which they were written down, so
 * they are read back, but only where somebody follows them; elsewhere the newest number is enough.
 */
final class SharedLog {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLog.class);
    private static final int BATCH = 500;

    /** A word of another node can be lost. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final EventLog log;
    private final EventTail tail;
    private final BooleanSupplier followed;
    private final Runnable news;
    private long written;
    private boolean reading;

    /**
     * @param followed whether anybody here wants to have the events themselves
     * @param news called when there are more of them in the tail
     */
    SharedLog(Vertx vertx, EventLog log, EventTail tail, BooleanSupplier followed, Runnable news) {
        this.vertx = vertx;
        this.log = log;
        this.tail = tail;
        this.followed = followed;
        this.news = news;
    }

    void start() {
        Topic.LOGGED_UP_TO.subscribe(vertx, told -> upTo(told.number()));
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
    }

    private void look() {
        log.newestNumber()
                .onSuccess(this::upTo)
                .onFailure(e -> LOG.debug("events can not be read: {}", e.getMessage()));
    }

    private void upTo(long number) {
        written = Math.max(written, number);
        goOn();
    }

    /** One page after the other; what is written in between is read afterwards. */
    private void goOn() {
        if (reading || written <= tail.newest()) {
            return;
        }
        if (!followed.getAsBoolean()) {
            startAtNewest();
            return;
        }
        reading = true;
        log.after(tail.newest(), BATCH)
                .onComplete(
                        found -> {
                            reading = false;
                            if (found.succeeded()) {
                                add(found.result());
                            } else {
                                // the next look tries again
                                LOG.debug("events can not be read: {}", found.cause().getMessage());
                            }
                        });
    }

    private void startAtNewest() {
        tail.startAt(new EventPosition(EventLog.CLUSTER, written));
    }

    private void add(List<LoggedEvent> events) {
        events.forEach(tail::add);
        if (events.isEmpty()) {
            // they are gone already
            startAtNewest();
        }
        news.run();
        goOn();
    }
}
