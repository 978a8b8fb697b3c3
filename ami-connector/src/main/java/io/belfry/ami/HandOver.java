package io.belfry.ami;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Between the thread that reads the socket and the event loop that derives calls. The loop takes a
 * limited number at a time. When there is no room the reader waits for some, but not for long,
 * because Asterisk closes a connection that is not read. What finds none then is dropped and
 * counted, and the receiver is told when the rest is done.
 */
final class HandOver {
    /** Called on the event loop only. */
    interface Receiver {
        /** Before the first event that was read at this moment. */
        void batch(Instant at);

        void event(AmiEvent event, Instant at);

        /** Nothing waits any more. */
        void drained();
    }

    /**
     * Events that found no room.
     *
     * @param since when the first of them was read
     */
    record Loss(long events, Instant since) {}

    private record Batch(Instant at, List<AmiEvent> events) {
        static final Batch NONE = new Batch(Instant.EPOCH, List.of());
    }

    private final int limit;
    private final int turn;
    private final Duration patience;
    private final Executor loop;
    private final Receiver receiver;

    private final Object lock = new Object();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private int depth;
    private long read;
    private long dropped;
    private long lost;
    private Instant lostSince = Instant.EPOCH;
    private boolean scheduled;
    private boolean stuck;

    private Batch current = Batch.NONE;
    private int next;

    /**
     * @param limit events that may wait
     * @param turn events handled in one go
     * @param patience how long the reader may wait for room, once until there was some again
     * @param loop runs what it is given on the event loop
     */
    HandOver(int limit, int turn, Duration patience, Executor loop, Receiver receiver) {
        this.limit = limit;
        this.turn = turn;
        this.patience = patience;
        this.loop = loop;
        this.receiver = receiver;
    }

    /** From one thread, not the loop's. */
    void offer(List<AmiEvent> events, Instant at) {
        synchronized (lock) {
            read += events.size();
            awaitRoom(events.size());
            if (depth + events.size() > limit) {
                drop(events.size(), at);
                return;
            }
            depth += events.size();
            waiting.add(new Batch(at, events));
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        loop.execute(this::drain);
    }

    /** Whoever stands still for longer than we wait is stuck: the next are not held up for it. */
    private void awaitRoom(int events) {
        long end = System.nanoTime() + (stuck ? 0 : patience.toNanos());
        try {
            for (long left = 1; depth + events > limit && left > 0; ) {
                left = end - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stuck = depth + events > limit;
    }

    private void drop(int events, Instant at) {
        if (lost == 0) {
            lostSince = at;
        }
        dropped += events;
        lost += events;
    }

    private void drain() {
        int done = 0;
        while (done < turn && (next < current.events.size() || nextBatch())) {
            receiver.event(current.events.get(next++), current.at);
            done++;
        }
        boolean more;
        synchronized (lock) {
            depth -= done;
            more = depth > 0;
            scheduled = more;
            lock.notifyAll();
        }
        if (more) {
            loop.execute(this::drain);
        } else {
            receiver.drained();
        }
    }

    private boolean nextBatch() {
        synchronized (lock) {
            current = waiting.isEmpty() ? Batch.NONE : waiting.poll();
            next = 0;
        }
        if (current != Batch.NONE) {
            receiver.batch(current.at);
        }
        return current != Batch.NONE;
    }

    /** Events that were read and not yet handled. */
    int depth() {
        synchronized (lock) {
            return depth;
        }
    }

    /** Events that were read, the dropped ones too. */
    long read() {
        synchronized (lock) {
            return read;
        }
    }

    long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** What was dropped since this was last asked. */
    Optional<Loss> loss() {
        synchronized (lock) {
            if (lost == 0) {
                return Optional.empty();
            }
            Loss loss = new Loss(lost, lostSince);
            lost = 0;
            return Optional.of(loss);
        }
    }

    /** How long the oldest event has been waiting. */
    Duration lag(Instant now) {
        synchronized (lock) {
            return waiting.isEmpty() ? Duration.ZERO : Duration.between(waiting.peek().at, now);
        }
    }
}
