package io.belfry.core.store;

import io.belfry.core.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/** Writes down what the bus tells of calls: their events and each step of their stories. */
public final class TraceWriter extends VerticleBase {
    private static final int STOP_SECONDS = 5;

    private final CallStore calls;
    private final TraceStore traces;

    public TraceWriter(CallStore calls, TraceStore traces) {
        this.calls = calls;
        this.traces = traces;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                Topic.CALLS.subscribe(vertx, calls::record).completion(),
                Topic.TRACE.subscribe(vertx, traces::add).completion());
    }

    /** What was heard is written, unless the database keeps us waiting. */
    @Override
    public Future<?> stop() {
        return Future.join(calls.flushed(), traces.flushed())
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .transform(any -> Future.succeededFuture());
    }
}
