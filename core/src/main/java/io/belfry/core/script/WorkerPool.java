package io.belfry.core.script;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker process ready. Who needs one gets the spare at once, and the next spare is
 * started; when they are needed faster than they start, one waits for the other.
 */
final class WorkerPool {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** The system makes a process at once, unless something is very wrong. */
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(5);

    /** Even on a machine that does something else. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Context context;
    private final ScriptFigures figures;
    private final Deque<Promise<WorkerProcess>> waiting = new ArrayDeque<>();
    private final Set<WorkerProcess> alive = new HashSet<>();
    private List<String> command;
    private Duration pause = FIRST_PAUSE;
    private WorkerProcess spare;
    private Future<WorkerProcess> begun = Future.failedFuture("none was started");
    private boolean starting;
    private boolean closed;

    /**
     * @param command starts a worker, see {@link WorkerCommand}
     */
    WorkerPool(Vertx vertx, Context context, ScriptFigures figures, List<String> command) {
        this.vertx = vertx;
        this.context = context;
        this.figures = figures;
        this.command = command;
    }

    /** A worker that is ready; the pool does not know it any longer, but for {@link #close}. */
    Future<WorkerProcess> take() {
        Promise<WorkerProcess> promise = Promise.promise();
        if (spare == null) {
            figures.awaited.increment();
        }
        waiting.add(promise);
        give();
        return promise.future();
    }

    private void give() {
        if (spare != null && !waiting.isEmpty()) {
            WorkerProcess given = spare;
            spare = null;
            waiting.remove().complete(given);
        }
        ensureSpare();
    }

    void ensureSpare() {
        if (spare == null && !starting && !closed) {
            starting = true;
            figures.workers.increment();
            List<String> words = command;
            begun = vertx.executeBlocking(() -> WorkerProcess.start(words, context), false);
            begun.onSuccess(this::await).onFailure(e -> failed(e.getMessage()));
        }
    }

    private void await(WorkerProcess worker) {
        alive.add(worker);
        long timer = vertx.setTimer(READY_WITHIN.toMillis(), late -> worker.kill());
        worker.begin(
                new WorkerProcess.Listener() {
                    private boolean ready;

                    @Override
                    public void said(JsonObject frame) {
                        vertx.cancelTimer(timer);
                        ready = true;
                        ready(worker);
                    }

                    @Override
                    public void ended(String why) {
                        vertx.cancelTimer(timer);
                        alive.remove(worker);
                        if (ready) {
                            spareEnded(worker, why);
                        } else {
                            failed(why);
                        }
                    }
                });
        if (closed) {
            worker.kill();
        }
    }

    private void ready(WorkerProcess worker) {
        starting = false;
        pause = FIRST_PAUSE;
        spare = worker;
        give();
    }

    private void spareEnded(WorkerProcess worker, String why) {
        if (spare == worker) {
            spare = null;
            if (!closed) {
                LOG.warn("the spare process for scripts is gone: {}", why);
            }
            later();
        }
    }

    private void failed(String why) {
        starting = false;
        if (!closed) {
            LOG.error("no process for scripts can be started: {}", why);
            passOverArchive();
            later();
        }
    }

    /** One that was cut short, by a full disk say, takes the JVM down while it starts. */
    private void passOverArchive() {
        List<String> plain = WorkerCommand.withoutArchive(command);
        if (!plain.equals(command)) {
            command = plain;
            LOG.warn("it is tried without the archive of its classes, which may be broken");
        }
    }

    private void later() {
        if (!closed) {
            vertx.setTimer(pause.toMillis(), due -> ensureSpare());
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    /** Who took one says when it is gone. */
    void forget(WorkerProcess worker) {
        alive.remove(worker);
    }

    /** Also waits for a process that is just being started, to end it. */
    Future<Void> close() {
        closed = true;
        alive.forEach(WorkerProcess::kill);
        waiting.forEach(promise -> promise.tryFail("the server stops"));
        waiting.clear();
        return begun.<Void>mapEmpty()
                .timeout(STARTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }
}
