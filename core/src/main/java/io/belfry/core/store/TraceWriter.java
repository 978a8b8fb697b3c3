package io.belfry.core.store;

import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/**
 * Writes down each step of the calls' stories that the bus tells. The events of the PBX are no part
 * of it: {@link CallStore} has them from who derives them, and writes their lines.
 */
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
        return Topic.TRACE.subscribeHere(vertx, this::onLine).completion();
    }

    private void onLine(TraceLine line) {
        if (line.step() != Step.PBX || line.call().endsWith(":-")) {
            traces.add(line);
        }
    }

    /** What was heard is written, unless the database keeps us waiting. */
    @Override
    public Future<?> stop() {
        return Future.join(calls.flushed(), traces.flushed())
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .transform(any -> Future.succeededFuture());
    }
}
