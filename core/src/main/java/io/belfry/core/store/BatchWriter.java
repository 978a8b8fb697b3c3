package io.belfry.core.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes many small things to the database in few statements, off the way of the calls. Whoever
 * adds never waits: things are collected for a moment and written together; while the database is
 * away they wait, and beyond the bound the oldest are dropped and counted. A thing that the
 * database refuses is found by writing ever smaller pieces, and dropped and counted too, so that it
 * can not hold up the rest. May be used from any thread.
 */
final class BatchWriter<T> {
    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

    /** Of one thing alone, in case that it was bad luck. */
    private static final int TRIES = 3;

    private final Vertx vertx;
    private final Context context;
    private final Limits limits;
    private final Supplier<Future<Boolean>> databaseAnswers;
    private final Function<List<T>, Future<Void>> write;
    private final Consumer<T> lost;

    /** Oldest first; things of the same key replace each other. */
    private final Map<Object, T> waiting = new LinkedHashMap<>();

    /** Taken out of the waiting ones, in order, and not yet written or given up. */
    private final List<T> inHand = new ArrayList<>();

    private final List<Promise<Void>> flushes = new ArrayList<>();

    /** A timer runs or something is being written. */
    private boolean busy;

    private boolean away;
    private int pieceSize;
    private int tries;
    private long nextKey;
    private long written;
    private long dropped;
    private long refused;

    /**
     * @param name what is written, for the log
     * @param bound of things that wait
     * @param batch most things in one write
     * @param delay how long they are collected
     * @param retry pause while the database is away
     */
    record Limits(String name, int bound, int batch, Duration delay, Duration retry) {
        static Limits of(String name, int bound, int batch) {
            return new Limits(name, bound, batch, Duration.ofMillis(100), Duration.ofSeconds(1));
        }

        /** For what nobody waits for; a transaction costs about the same however much is in it. */
        Limits leisurely() {
            return new Limits(name, bound, batch, Duration.ofMillis(250), retry);
        }
    }

    /** For things that nobody misses when they are lost. */
    BatchWriter(
            Vertx vertx, Database database, Limits limits, Function<List<T>, Future<Void>> write) {
        this(vertx, database::answers, limits, write, thing -> {});
    }

    /**
     * @param lost is told of each thing that was dropped or refused
     */
    BatchWriter(
            Vertx vertx,
            Supplier<Future<Boolean>> databaseAnswers,
            Limits limits,
            Function<List<T>, Future<Void>> write,
            Consumer<T> lost) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.databaseAnswers = databaseAnswers;
        this.limits = limits;
        this.write = write;
        this.lost = lost;
        this.pieceSize = limits.batch();
    }

    synchronized void add(T thing) {
        add(nextKey++, thing);
    }

    /** Replaces what waits under the same key. */
    synchronized void add(Object key, T thing) {
        waiting.put(key, thing);
        if (waiting.size() > limits.bound()) {
            var oldest = waiting.entrySet().iterator();
            lost.accept(oldest.next().getValue());
            oldest.remove();
            dropped++;
        }
        if (!busy) {
            busy = true;
            after(limits.delay().toMillis());
        }
    }

    /**
     * Whoever adds may be undeployed the next moment, and his timers with him: then nobody would
     * write any more. So the timers are ours.
     */
    private void after(long millis) {
        context.runOnContext(here -> vertx.setTimer(millis, fired -> writeNext()));
    }

    synchronized WriteCounters counters() {
        return new WriteCounters(waiting.size() + inHand.size(), written, dropped, refused);
    }

    /** When nothing waits any more, for whatever reason. */
    synchronized Future<Void> flushed() {
        if (waiting.isEmpty() && inHand.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> flush = Promise.promise();
        flushes.add(flush);
        return flush.future();
    }

    private void writeNext() {
        List<T> piece = takePiece();
        if (!piece.isEmpty()) {
            Future.succeededFuture(piece)
                    .compose(write)
                    .onSuccess(done -> onWritten(piece.size()))
                    .onFailure(failure -> onFailed(piece.size(), failure));
        }
    }

    private synchronized List<T> takePiece() {
        var oldest = waiting.values().iterator();
        while (inHand.size() < pieceSize && oldest.hasNext()) {
            inHand.add(oldest.next());
            oldest.remove();
        }
        if (inHand.isEmpty()) {
            busy = false;
            flushes.forEach(Promise::tryComplete);
            flushes.clear();
        }
        return List.copyOf(inHand.subList(0, Math.min(pieceSize, inHand.size())));
    }

    private synchronized void onWritten(int count) {
        if (away) {
            log.warn("{} are written again; {} were dropped so far", limits.name(), dropped);
        }
        away = false;
        written += count;
        pieceSize = Math.min(limits.batch(), pieceSize * 2);
        goOn(count);
    }

    private void onFailed(int count, Throwable failure) {
        if (Trouble.isForAnothersSake(failure)) {
            log.debug("{} are written again: {}", limits.name(), failure.getMessage());
            goOn(0);
            return;
        }
        switch (Trouble.of(failure)) {
            case DATABASE -> waitForDatabase(failure);
            case DATA -> giveUpSome(count, failure);
            case UNKNOWN ->
                    databaseAnswers
                            .get()
                            .onSuccess(
                                    answers -> {
                                        if (answers) {
                                            giveUpSome(count, failure);
                                        } else {
                                            waitForDatabase(failure);
                                        }
                                    });
        }
    }

    private synchronized void waitForDatabase(Throwable failure) {
        if (!away) {
            log.warn("{} wait: the database is away or too slow", limits.name(), failure);
        }
        away = true;
        after(limits.retry().toMillis());
    }

    /** Half of them next time; what is left alone and fails again is given up. */
    private synchronized void giveUpSome(int count, Throwable failure) {
        if (count > 1) {
            pieceSize = count / 2;
            goOn(0);
        } else if (++tries < TRIES) {
            goOn(0);
        } else {
            log.error("one of the {} can not be written", limits.name(), failure);
            refused++;
            lost.accept(inHand.get(0));
            goOn(1);
        }
    }

    /** The first ones in hand are done with. */
    private synchronized void goOn(int count) {
        inHand.subList(0, count).clear();
        tries = count > 0 ? 0 : tries;
        boolean collect = inHand.isEmpty() && waiting.size() < limits.batch();
        long pause = collect ? limits.delay().toMillis() : 1;
        after(pause);
    }
}
