package io.belfry.simulator.replay;

import io.belfry.simulator.ami.AmiEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Plays recordings on a PBX, one after the other, on a thread of its own. */
public final class Player implements AutoCloseable {
    /**
     * In unlimited speed the slowest listener may be so far behind; then the player waits for it.
     */
    private static final long AHEAD_LIMIT = 4L << 20;

    private static final int BATCH = 200;
    private static final long PAUSE_NANOS = 200_000;

    private final PlayTarget target;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    run -> {
                        Thread made = new Thread(run, "pbx-player");
                        made.setDaemon(true);
                        return made;
                    });
    private volatile boolean closed;

    public Player(PlayTarget target) {
        this.target = target;
    }

    /**
     * @return ends when the last event was handed over; cancelled if the player is closed before
     */
    public CompletableFuture<Void> play(List<Recording> recordings, Speed speed) {
        return CompletableFuture.runAsync(
                () -> recordings.forEach(recording -> play(recording, speed)), thread);
    }

    private void play(Recording recording, Speed speed) {
        target.prepare(state -> recording.before().tell(state, target.time().instant()));
        target.time().run(speed.times());
        try {
            if (speed.unlimited()) {
                playUnlimited(recording);
            } else {
                playTimed(recording, speed);
            }
        } finally {
            target.time().run(1);
        }
    }

    private void playTimed(Recording recording, Speed speed) {
        long start = System.nanoTime();
        int next = 0;
        while (next < recording.events().size()) {
            long millis = recording.events().get(next).millis();
            waitUntil(start + (long) (millis * 1_000_000 / speed.times()));
            List<AmiEvent> moment = new ArrayList<>();
            while (next < recording.events().size()
                    && recording.events().get(next).millis() == millis) {
                moment.add(recording.events().get(next++).event());
            }
            target.perform(moment);
        }
    }

    /** The PBX's clock jumps with the recording's. */
    private void playUnlimited(Recording recording) {
        long millis = 0;
        int next = 0;
        List<Recording.Timed> events = recording.events();
        while (next < events.size()) {
            while (target.pendingBytes() > AHEAD_LIMIT) {
                pause(PAUSE_NANOS);
            }
            List<AmiEvent> batch = new ArrayList<>();
            long moment = events.get(next).millis();
            while (next < events.size()
                    && events.get(next).millis() == moment
                    && batch.size() < BATCH) {
                batch.add(events.get(next++).event());
            }
            target.time().advance(Duration.ofMillis(Math.max(0, moment - millis)));
            millis = Math.max(millis, moment);
            target.perform(batch);
        }
    }

    private void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            pause(left);
        }
    }

    private void pause(long nanos) {
        if (closed) {
            throw new CancellationException("the player was closed");
        }
        LockSupport.parkNanos(Math.min(nanos, 50_000_000));
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
