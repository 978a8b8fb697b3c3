package io.belfry.core.store;

import io.belfry.core.bus.LoggedUpTo;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@link EventLogger} does, for a node of a cluster: writes the events of its own PBXs down
 * and says up to where. The number of an event is given when it is written: who tells programs
 * reads there, so every node tells the same events in the same order, and a program that comes back
 * at another node goes on there. What is written is told; while the database is away programs wait.
 */
public final class SharedEventLogger extends VerticleBase {
    private static final int MOST_WAITING = 20_000;
    private static final int BATCH = 500;
    private static final int STOP_SECONDS = 5;

    private final Database database;
    private final EventLog log;
    private volatile BatchWriter<CallEvent> writer;

    public SharedEventLogger(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    @Override
    public Future<?> start() {
        writer =
                new BatchWriter<>(
                        vertx,
                        database,
                        BatchWriter.Limits.of("call events", MOST_WAITING, BATCH),
                        this::write);
        // what the last owner told and did not write down; what it did is known by its id
        return Topic.RETOLD
                .subscribeHere(vertx, writer::add)
                .completion()
                .compose(ok -> Topic.CALLS.subscribeHere(vertx, writer::add).completion());
    }

    private Future<Void> write(List<CallEvent> events) {
        return log.append(events)
                .onSuccess(number -> Topic.LOGGED_UP_TO.publish(vertx, new LoggedUpTo(number)))
                .mapEmpty();
    }

    /** How the events are being written; from any thread, after it was deployed. */
    public WriteCounters counters() {
        return writer.counters();
    }

    /** What was heard is written, unless the database keeps us waiting. */
    @Override
    public Future<?> stop() {
        return writer.flushed()
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .transform(any -> Future.succeededFuture());
    }
}
