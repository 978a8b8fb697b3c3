package io.belfry.ami;

import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Notices a peer that is silent: behind a firewall that dropped the connection nothing else ever
 * would. Only the answer counts; events that still come in do not show that we are heard.
 */
final class Heartbeat {
    private static final int MISSING = 2;

    private final Vertx vertx;
    private final Requests requests;
    private final ConnectorOptions options;
    private final LongConsumer answered;
    private final Consumer<String> lost;
    private boolean stopped;
    private int missing;

    /**
     * @param answered gets the time in milliseconds that each answer took
     * @param lost called once, with the reason in words
     */
    Heartbeat(
            Vertx vertx,
            Requests requests,
            ConnectorOptions options,
            LongConsumer answered,
            Consumer<String> lost) {
        this.vertx = vertx;
        this.requests = requests;
        this.options = options;
        this.answered = answered;
        this.lost = lost;
    }

    void start() {
        vertx.setTimer(options.pingInterval().toMillis(), timer -> beat());
    }

    void stop() {
        stopped = true;
    }

    private void beat() {
        if (stopped) {
            return;
        }
        long sent = System.nanoTime();
        requests.send(Actions.ping(), options.pingLimit())
                .onSuccess(answer -> answered(System.nanoTime() - sent))
                .onFailure(e -> missed());
    }

    private void answered(long nanos) {
        if (!stopped) {
            missing = 0;
            answered.accept(nanos / 1_000_000);
            start();
        }
    }

    private void missed() {
        if (stopped) {
            return;
        }
        missing++;
        if (missing < MISSING) {
            beat();
        } else {
            stop();
            lost.accept("no answer to " + MISSING + " pings");
        }
    }
}
