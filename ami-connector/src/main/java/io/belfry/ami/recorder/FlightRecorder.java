package io.belfry.ami.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last hours of what a PBX said, so that a complaint about a call can be replayed. Who
 * gives it something never waits: a thread of its own writes. When more waits than the bound, or
 * the disk refuses, the newest is dropped and counted, and the server goes on.
 */
public final class FlightRecorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlightRecorder.class);
    private static final long MOST_WAITING = 16L << 20;

    /** Pieces come one by one; a thread that wakes for each costs more than what it writes. */
    private static final Duration GATHER = Duration.ofMillis(200);

    /** So much is written without waiting for more. */
    private static final long ENOUGH = 256L << 10;

    private static final Duration EXPIRE = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /** What a reader of the recording must know of the connection. */
    public enum Note {
        /** The connection was lost: until a snapshot, facts are missing. */
        LOST,
        /** The lists of a snapshot are asked for. */
        ASKS,
        /** Here something is missing in the recording. */
        DROPPED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param raw whole messages; empty for a note
     * @param note what it says; empty for messages
     */
    private record Chunk(Instant at, byte[] raw, String note) {}

    private final String pbx;
    private final boolean off;
    private final Segments segments;
    private final KnownState known = new KnownState();
    private final Thread thread;

    private final Object lock = new Object();
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long offered;
    private long done;
    private long dropped;
    private boolean hole;
    private boolean closed;
    private volatile Redaction redaction = new Redaction(Set.of());

    // of the writing thread
    private boolean failing;
    private long retryNanos;
    private long expireNanos = System.nanoTime();

    /**
     * @param pbx name of the PBX, as events carry it
     * @param id names its folder
     */
    public FlightRecorder(String pbx, String id, RecorderOptions options) {
        this.pbx = pbx;
        this.off = options.isOff();
        String folder = id.replaceAll("[^A-Za-z0-9_-]", "_");
        this.segments = new Segments(options.folder().resolve(folder), options);
        this.thread = new Thread(this::run, "belfry-recorder-" + folder);
        if (!off) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Names of the variables that events carry; others are not kept. */
    public void configure(Collection<String> variables) {
        redaction = new Redaction(variables);
    }

    /**
     * @param raw whole messages as they came, each with its empty line; kept, not copied
     */
    public void heard(byte[] raw, Instant at) {
        if (raw.length > 0) {
            offer(new Chunk(at, raw, ""));
        }
    }

    public void note(Note note, Instant at) {
        offer(new Chunk(at, new byte[0], note.word()));
    }

    private void offer(Chunk chunk) {
        if (off) {
            return;
        }
        synchronized (lock) {
            if (closed || waitingBytes + chunk.raw().length > MOST_WAITING) {
                dropped++;
                hole = true;
                return;
            }
            if (hole) {
                hole = false;
                add(new Chunk(chunk.at(), new byte[0], Note.DROPPED.word()));
            }
            add(chunk);
            if (waitingBytes > ENOUGH) {
                lock.notifyAll();
            }
        }
    }

    private void add(Chunk chunk) {
        waiting.add(chunk);
        waitingBytes += chunk.raw().length;
        offered++;
    }

    /** Pieces of the stream that were not written: too much at once, or the disk refused. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    public boolean isOff() {
        return off;
    }

    /**
     * The part of one call, as a recording of its own. Reads files: not on an event loop.
     *
     * @param from the call was not there earlier
     * @param masked telephone numbers are replaced, each by the same everywhere
     * @return empty when nothing of this call was kept
     */
    public String cut(String uniqueid, Instant from, boolean masked) throws IOException {
        if (off) {
            return "";
        }
        catchUp();
        List<Message> part = new CallCut(uniqueid, pbx).of(reader -> segments.read(from, reader));
        List<Message> told = masked ? new NumberMask().of(part) : part;
        StringBuilder text = new StringBuilder();
        if (!part.isEmpty()) {
            text.append("Asterisk Call Manager/one call, recorded by Belfry\r\n");
            told.forEach(message -> text.append(message.inFile()));
        }
        return text.toString();
    }

    /**
     * Waits, not for long, until what was given is in the files: for who gives faster than life.
     */
    public void catchUp() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        synchronized (lock) {
            long wanted = offered;
            lock.notifyAll();
            while (done < wanted && System.nanoTime() < end) {
                pause(GATHER);
            }
        }
    }

    private void pause(Duration limit) {
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, limit.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void run() {
        List<Chunk> turn = next();
        while (!turn.isEmpty() || !isClosed()) {
            turn.forEach(this::write);
            attempt(segments::flush);
            synchronized (lock) {
                done += turn.size();
                lock.notifyAll();
            }
            if (System.nanoTime() - expireNanos >= 0) {
                expireNanos = System.nanoTime() + EXPIRE.toNanos();
                attempt(() -> segments.expire(Instant.now()));
            }
            turn = next();
        }
        attempt(segments::close);
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** All that was given in a while; empty when nothing was. */
    private List<Chunk> next() {
        synchronized (lock) {
            if (waitingBytes <= ENOUGH && !closed) {
                pause(GATHER);
            }
            List<Chunk> turn = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
            return turn;
        }
    }

    private void write(Chunk chunk) {
        if (failing && System.nanoTime() - retryNanos < 0) {
            lost(chunk);
            return;
        }
        boolean written =
                attempt(
                        () -> {
                            for (Message message : messages(chunk)) {
                                write(message);
                            }
                        });
        if (!written) {
            lost(chunk);
        } else if (failing) {
            failing = false;
            log.info("PBX {}: its stream is recorded again", pbx);
        }
    }

    private List<Message> messages(Chunk chunk) {
        if (!chunk.note().isEmpty()) {
            return List.of(Message.note(chunk.at(), chunk.note(), pbx));
        }
        List<Message> messages = new ArrayList<>();
        String text = new String(chunk.raw(), StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int end = text.indexOf(Message.END); end >= 0; end = text.indexOf(Message.END, from)) {
            int next = end + Message.END.length();
            redaction
                    .apply(new Message(chunk.at(), text.substring(from, next)))
                    .ifPresent(messages::add);
            from = next;
        }
        return messages;
    }

    private void write(Message message) throws IOException {
        // the line with the time is added in the file
        if (!segments.hasRoom(message.text().length() + 64, message.at())) {
            segments.next(message.at());
            for (Message state : known.told(message.at(), device -> true)) {
                segments.write(state);
            }
        }
        segments.write(message);
        known.seen(message);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Trouble with the disk is told once, counted, and tried again later with a new file. */
    private boolean attempt(Work work) {
        try {
            work.run();
            return true;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                log.warn("PBX {}: its stream is not recorded: {}", pbx, e.toString());
            }
            failing = true;
            retryNanos = System.nanoTime() + LATER.toNanos();
            giveUpFile();
            return false;
        }
    }

    private void giveUpFile() {
        try {
            segments.close();
        } catch (IOException e) {
            log.debug("The file was not closed well: {}", e.toString());
        }
    }

    /** Notes are not counted: what they say is said again. */
    private void lost(Chunk chunk) {
        synchronized (lock) {
            dropped += chunk.note().isEmpty() ? 1 : 0;
            hole = true;
        }
    }

    /** Writes what it was given, unless that takes too long. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
