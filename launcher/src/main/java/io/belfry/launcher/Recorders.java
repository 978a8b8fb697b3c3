package io.belfry.launcher;

import io.belfry.core.store.CallStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.EventLogger;
import io.belfry.core.store.Retention;
import io.belfry.core.store.SharedEventLogger;
import io.belfry.core.store.TraceStore;
import io.belfry.core.store.TraceWriter;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** Who writes down what happened, and who throws it away when its time is over. */
final class Recorders {
    private static final Duration KEEP = Duration.ofDays(30);

    private Recorders() {}

    static Deployable traces(Vertx vertx, Database database, CallStore calls) {
        return new TraceWriter(calls, new TraceStore(vertx, database));
    }

    static Deployable events(Vertx vertx, Database database, Clock clock) {
        EventLog log = new EventLog(vertx, database);
        return vertx.isClustered()
                ? new SharedEventLogger(database, log)
                : new EventLogger(log, clock);
    }

    static Deployable retention(Database database, Clock clock) {
        return new Retention(database, KEEP, clock);
    }
}
