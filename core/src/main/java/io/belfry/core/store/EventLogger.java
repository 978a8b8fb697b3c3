package io.belfry.core.store;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Gives each call event its number, tells it on, and writes it down for those who are away. Numbers
 * go on where the last start ended.
 */
public final class EventLogger extends VerticleBase {
    private static final int STOP_SECONDS = 5;

    private final EventLog log;
    private final Clock clock;
    private String started = "";
    private long number;

    public EventLogger(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        started = Long.toString(clock.millis(), 36);
        return log.newest()
                .onSuccess(
                        newest -> number = newest.map(each -> each.position().number()).orElse(0L))
                .compose(ok -> Topic.CALLS.subscribe(vertx, this::happened).completion());
    }

    private void happened(CallEvent event) {
        LoggedEvent logged = LoggedEvent.of(new EventPosition(started, ++number), event);
        log.add(logged);
        Topic.LOGGED.publish(vertx, logged);
    }

    /** What was heard is written, unless the database keeps us waiting. */
    @Override
    public Future<?> stop() {
        return log.flushed()
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .transform(any -> Future.succeededFuture());
    }
}
