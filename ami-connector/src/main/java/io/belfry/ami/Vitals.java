package io.belfry.ami;

import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a connection is, for pages and REST. Lives on the connector's event loop. */
final class Vitals {
    /** What an administrator should know beside the status; one of each at most. */
    enum Note {
        FILTER,
        SNAPSHOT,
        VARIABLES,
        DOUBT,
        RECORDER
    }

    /** Figures that others count. */
    record Figures(long read, int queued, long dropped, long ignored, int liveCalls) {}

    private static final int SECONDS = 10;
    private static final Duration BEHIND = Duration.ofSeconds(1);

    private final String pbx;
    private final long epoch;
    private final Clock clock;
    private final Map<Note, String> notes = new LinkedHashMap<>();
    private final Deque<Long> reads = new ArrayDeque<>();
    private Status status = Status.CONNECTING;
    private String detail = "";
    private Duration lag = Duration.ZERO;
    private Instant since;
    private Instant lastEvent = Instant.EPOCH;
    private Instant lostAt = Instant.EPOCH;
    private String lostWhy = "";
    private String lastGap = "";
    private String version = "";
    private long latencyMillis = -1;
    private boolean wasLive;

    /**
     * @param epoch of the owner that keeps the connection
     */
    Vitals(String pbx, long epoch, Clock clock) {
        this.pbx = pbx;
        this.epoch = epoch;
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * An attempt failed; the words say why.
     *
     * @return whether that is news
     */
    boolean failed(String why, boolean refused) {
        boolean news = !detail.equals(why);
        become(refused ? Status.REFUSED : away(), why);
        return news;
    }

    void connected(String pbxVersion) {
        version = pbxVersion;
        notes.clear();
        become(away(), "logged in, asking what is going on");
    }

    /** The calls are known. */
    void inStep() {
        if (status == Status.LIVE) {
            return;
        }
        if (!lostWhy.isEmpty()) {
            Instant now = clock.instant();
            lastGap =
                    "lost %s (%s), in step again after %s"
                            .formatted(
                                    lostAt.truncatedTo(ChronoUnit.SECONDS),
                                    lostWhy,
                                    seconds(Duration.between(lostAt, now)));
            lostWhy = "";
        }
        wasLive = true;
        become(Status.LIVE, "");
    }

    void lost(String why) {
        if (wasLive && lostWhy.isEmpty()) {
            lostAt = clock.instant();
            lostWhy = why;
            lastGap = "lost %s (%s)".formatted(lostAt.truncatedTo(ChronoUnit.SECONDS), why);
        }
        latencyMillis = -1;
        lag = Duration.ZERO;
        notes.clear();
        become(away(), "PBX link lost: " + why);
    }

    void note(Note note, String words) {
        if (words.isEmpty()) {
            notes.remove(note);
        } else {
            notes.put(note, words);
        }
    }

    /** Events were lost on our side of a connection that is still there. */
    void doubt(String why) {
        note(Note.DOUBT, why);
        lastGap = "%s: %s".formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS), why);
    }

    void answered(long millis) {
        latencyMillis = millis;
    }

    void heard(Instant at) {
        lastEvent = at;
    }

    /**
     * Once a second.
     *
     * @param oldest how long the oldest event has waited
     */
    void sample(long read, Duration oldest) {
        reads.addLast(read);
        if (reads.size() > SECONDS + 1) {
            reads.removeFirst();
        }
        lag = oldest;
    }

    Status status() {
        return status;
    }

    PbxState state(Figures figures) {
        return new PbxState(
                pbx,
                status,
                inWords(),
                since,
                version,
                lastEvent,
                figures.read(),
                perSecond(),
                figures.liveCalls(),
                figures.queued(),
                lag.toMillis(),
                figures.dropped(),
                figures.ignored(),
                lastGap,
                epoch,
                latencyMillis);
    }

    private Status away() {
        return wasLive ? Status.RECONNECTING : Status.CONNECTING;
    }

    private void become(Status next, String words) {
        if (status != next) {
            status = next;
            since = clock.instant();
        }
        detail = words;
    }

    private String inWords() {
        StringBuilder words = new StringBuilder(detail);
        notes.values().forEach(note -> append(words, note));
        append(words, lag.compareTo(BEHIND) > 0 ? seconds(lag) + " behind" : "");
        return words.toString();
    }

    private static void append(StringBuilder words, String more) {
        if (!more.isEmpty()) {
            words.append(words.isEmpty() ? "" : "; ").append(more);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private long perSecond() {
        return reads.size() < 2
                ? 0
                : Math.round((reads.getLast() - reads.getFirst()) / (double) (reads.size() - 1));
    }
}
