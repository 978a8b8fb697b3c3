package io.belfry.ami;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the PBX what is going on: after a login, when it says that it has started, and when events
 * were lost. The lists come among the events and are read there. At most one question is under way
 * and one waits.
 */
final class Resync {
    private static final Logger log = LoggerFactory.getLogger(Resync.class);

    private final Vertx vertx;
    private final Requests requests;
    private final ConnectorOptions options;
    private final Runnable before;
    private final Consumer<String> done;
    private boolean open;
    private boolean running;
    private boolean again;
    private boolean channelsListed;
    private boolean queuesListed;
    private int round;

    /**
     * @param before called before the lists are asked for
     * @param done called after each round, with what to tell the administrator; empty when all is
     *     well
     */
    Resync(
            Vertx vertx,
            Requests requests,
            ConnectorOptions options,
            Runnable before,
            Consumer<String> done) {
        this.vertx = vertx;
        this.requests = requests;
        this.options = options;
        this.before = before;
        this.done = done;
    }

    /** From now on the connection can be asked; soon it will be. */
    void start() {
        open = true;
        vertx.setTimer(options.settle().toMillis(), timer -> request());
    }

    /** Asks, or asks again when the answer under way is there. */
    void request() {
        if (!open) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        running = true;
        again = false;
        channelsListed = false;
        queuesListed = false;
        int mine = ++round;
        before.run();
        Future.join(
                        requests.send(Actions.coreShowChannels(), options.answerLimit()),
                        requests.send(Actions.queueStatus(), options.answerLimit()))
                .onSuccess(both -> answered(mine, both.resultAt(0), both.resultAt(1)))
                .onFailure(e -> log.debug("No answer to the question for lists: {}", e.toString()));
        vertx.setTimer(options.listLimit().toMillis(), timer -> expired(mine));
    }

    void stop() {
        open = false;
    }

    /**
     * Every event passes here after it was handled.
     *
     * @param torn whether a list of this snapshot ended early: then it is asked for again, but not
     *     without a pause
     */
    void onEvent(AmiEvent event, boolean torn) {
        if (event.type() == AmiType.CORE_SHOW_CHANNELS_COMPLETE) {
            channelsListed = true;
        } else if (event.type() == AmiType.QUEUE_STATUS_COMPLETE) {
            queuesListed = true;
        } else {
            return;
        }
        if (!running || !channelsListed || !queuesListed) {
            return;
        }
        if (torn) {
            finish("not in step with the PBX: its lists ended early");
            vertx.setTimer(options.settle().toMillis(), timer -> request());
        } else {
            finish("");
        }
    }

    private void answered(int mine, AmiAnswer channels, AmiAnswer queues) {
        if (mine != round || !running) {
            return;
        }
        if (channels.isDenied()) {
            finish(
                    "calls that began before the connection stay unknown: no right to list channels"
                            + " (write class reporting in manager.conf)");
        } else if (!channels.ok() || !queues.ok()) {
            AmiAnswer bad = channels.ok() ? queues : channels;
            finish("not in step with the PBX, which says: " + Printable.of(bad.message(), 80));
        }
    }

    /** A list that has no end is asked for again. */
    private void expired(int mine) {
        if (open && running && mine == round) {
            again = true;
            finish("not in step with the PBX: its lists did not come in time");
        }
    }

    private void finish(String words) {
        running = false;
        if (!open) {
            return;
        }
        done.accept(words);
        if (again) {
            request();
        }
    }
}
