package io.belfry.ami;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Sends actions over one connection without ever holding the event loop. */
final class Requests {
    private final AmiSource source;
    private final WorkerExecutor worker;
    private final Context context;

    Requests(AmiSource source, WorkerExecutor worker, Context context) {
        this.source = source;
        this.worker = worker;
        this.context = context;
    }

    /** The answer, or a failure when there is none in time; both on the context. */
    Future<AmiAnswer> send(AmiAction action, Duration limit) {
        // writing to a socket waits when the peer does not read
        return worker.<CompletionStage<AmiAnswer>>executeBlocking(() -> source.send(action), false)
                .compose(answer -> Future.fromCompletionStage(answer, context))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
