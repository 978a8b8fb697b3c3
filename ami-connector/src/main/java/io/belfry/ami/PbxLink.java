package io.belfry.ami;

import io.belfry.ami.AmiSource.Connected;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One connection and what belongs to it: its pings, its filters, its questions. It ends once; what
 * comes from it later is ignored. All but {@link #start}, {@link #logOff} and what the source calls
 * happens on the event loop.
 */
final class PbxLink implements AmiSource.Listener {
    /** Who made the connection; called on the event loop, but for the events. */
    interface Owner {
        /** Called on a thread of the source. */
        void read(List<AmiEvent> batch, byte[] raw);

        void connected(Connected connected);

        /** It could not be made. */
        void failed(String why, boolean refused);

        /**
         * @param stable it had lived for a good while
         */
        void lost(String why, boolean stable);

        void pinged(long millis);

        /**
         * @param words what to tell the administrator; empty when all is well
         */
        void filtered(String words);

        void beforeSnapshot();

        /**
         * @param words what to tell the administrator; empty when all is well
         */
        void snapshotDone(String words);

        /** Events may have been lost. */
        void doubt(String why);
    }

    private final AmiSource source;
    private final WorkerExecutor worker;
    private final Context context;
    private final ConnectorOptions options;
    private final Clock clock;
    private final Owner owner;
    private final Requests requests;
    private final Heartbeat heartbeat;
    private final Resync resync;
    private Instant openedAt = Instant.MAX;
    private volatile boolean over;

    PbxLink(
            AmiSource source,
            Vertx vertx,
            WorkerExecutor worker,
            Context context,
            ConnectorOptions options,
            Clock clock,
            Owner owner) {
        this.source = source;
        this.worker = worker;
        this.context = context;
        this.options = options;
        this.clock = clock;
        this.owner = owner;
        this.requests = new Requests(source, worker, context);
        this.heartbeat = new Heartbeat(vertx, requests, options, owner::pinged, this::lost);
        this.resync =
                new Resync(vertx, requests, options, owner::beforeSnapshot, owner::snapshotDone);
    }

    /** Tries to connect; the owner hears what came of it. */
    void start() {
        worker.executeBlocking(() -> source.start(this), false)
                .onSuccess(this::opened)
                .onFailure(this::failed);
    }

    private void opened(Connected connected) {
        if (over) {
            return;
        }
        openedAt = clock.instant();
        owner.connected(connected);
        heartbeat.start();
        NoiseFilter.apply(requests, options.answerLimit()).onSuccess(this::filtered);
        resync.start();
    }

    private void filtered(String words) {
        if (!over) {
            owner.filtered(words);
        }
    }

    private void failed(Throwable e) {
        if (!over) {
            end();
            owner.failed(
                    String.valueOf(e.getMessage()),
                    e instanceof AmiFailure failure && failure.isRefused());
        }
    }

    private void lost(String why) {
        if (over) {
            return;
        }
        end();
        abort();
        Duration lived = Duration.between(openedAt, clock.instant());
        owner.lost(why, lived.compareTo(options.stable()) > 0);
    }

    /**
     * Every event passes here after it was handled.
     *
     * @param torn whether a list of this snapshot ended early
     */
    void onEvent(AmiEvent event, boolean torn) {
        if (event.type() == AmiType.FULLY_BOOTED) {
            resync.request();
        }
        resync.onEvent(event, torn);
    }

    /** Asks the PBX what is going on. */
    void askWhatGoesOn() {
        resync.request();
    }

    /** For actions. */
    Requests requests() {
        return requests;
    }

    /** Messages that made no sense. */
    long malformed() {
        return source.malformed();
    }

    /** Nothing that still comes is told to the owner. */
    void end() {
        over = true;
        heartbeat.stop();
        resync.stop();
    }

    /** Closes the socket at once; from any thread, and harmless a second time. */
    void cut() {
        over = true;
        source.cut();
        context.runOnContext(
                here -> {
                    end();
                    abort();
                });
    }

    private void abort() {
        worker.executeBlocking(
                () -> {
                    source.abort();
                    return source;
                },
                false);
    }

    /** Waits for the farewell of the PBX, so not on the event loop. */
    void logOff() {
        source.logOff();
    }

    @Override
    public void events(List<AmiEvent> batch) {
        owner.read(batch, RawText.of(batch));
    }

    @Override
    public void events(List<AmiEvent> batch, byte[] raw) {
        owner.read(batch, raw);
    }

    @Override
    public void doubt(String why) {
        context.runOnContext(here -> owner.doubt(why));
    }

    @Override
    public void closed(String why) {
        context.runOnContext(here -> lost(why));
    }
}
