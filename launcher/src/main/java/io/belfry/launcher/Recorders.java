package io.belfry.launcher;

import io.belfry.core.store.CallStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.EventLogger;
import io.belfry.core.store.Retention;
import io.belfry.core.store.SharedEventLogger;
import io.belfry.core.store.TraceStore;
import io.belfry.core.store.TraceWriter;
import io.belfry.core.store.WriteCounters;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Who writes down what happened, and who throws it away when its time is over. */
final class Recorders {
    private static final Duration KEEP = Duration.ofDays(30);

    private final List<Deployable> all;
    private final Deployable events;
    private final Map<String, Supplier<WriteCounters>> counters;

    Recorders(Vertx vertx, Database database, CallStore calls, Clock clock) {
        TraceStore traces = new TraceStore(vertx, database);
        EventLog log = new EventLog(vertx, database);
        SharedEventLogger shared = new SharedEventLogger(database, log);
        all = List.of(new TraceWriter(calls, traces), new Retention(database, KEEP, clock));
        events = vertx.isClustered() ? shared : new EventLogger(log, clock);
        counters =
                Map.of(
                        "calls",
                        calls::counters,
                        "stories",
                        traces::counters,
                        "events",
                        vertx.isClustered() ? shared::counters : log::counters);
    }

    /** To be deployed in this order. */
    List<Deployable> all() {
        return all;
    }

    /**
     * To be deployed after all others who listen to calls: what it tells programs reaches them when
     * those who judge their commands have heard it, too.
     */
    Deployable events() {
        return events;
    }

    /** How what they write is doing, by its name; to be asked after they were deployed. */
    Map<String, Supplier<WriteCounters>> counters() {
        return counters;
    }
}
