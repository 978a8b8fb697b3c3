package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.RowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One browser that watches. Remembers what it was told, and at each tick tells what it was not: so
 * however fast rows change, it gets the latest state of each and at most one message a tick.
 *
 * <p>Nothing queues up for a slow browser: while its socket is full it gets nothing, then a fresh
 * snapshot; full for {@link #PATIENCE}, it is sent away.
 */
final class LiveClient {
    /** What a page shows at most, and so what a snapshot holds. */
    static final int SNAPSHOT = 500;

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration BEAT = Duration.ofSeconds(4);

    /** Try again later (RFC 6455, code registered by IANA). */
    static final short TRY_AGAIN_LATER = 1013;

    private static final int REMEMBERED = 4 * SNAPSHOT;
    private static final int TRACE_LINES = 200;

    private final Wire wire;
    private final Sight sight;
    private final LiveTable table;
    private final Set<String> told =
            Collections.newSetFromMap(new Bounded<String, Boolean>(REMEMBERED));
    private final List<TraceLine> steps = new ArrayList<>();
    private RowFilter filter = RowFilter.ALL;
    private boolean wantsRows;
    private boolean needsSnapshot;
    private boolean needsLights = true;
    private boolean missedSteps;
    private TodayCounts.Sum today = TodayCounts.Sum.NONE;
    private long seen;
    private long toldVersion;
    private String watched = "";
    private Instant fullSince = Instant.MAX;
    private Instant lastSent = Instant.EPOCH;

    /** The socket, as far as it matters here. */
    interface Wire {
        boolean isFull();

        void send(String message);

        void close(short code, String reason);
    }

    LiveClient(Wire wire, Sight sight, LiveTable table) {
        this.wire = wire;
        this.sight = sight;
        this.table = table;
    }

    Sight sight() {
        return sight;
    }

    /** Shows the table from now on, or with another filter. */
    void wantsRows(RowFilter wanted) {
        filter = wanted;
        wantsRows = true;
        needsSnapshot = true;
    }

    /** Shows the story of this call from now on; whether he may is decided before. */
    void watches(String call) {
        watched = call;
        steps.clear();
        missedSteps = false;
    }

    /** Empty when it shows none. */
    String watched() {
        return watched;
    }

    void lightsChanged() {
        needsLights = true;
    }

    void stepTaken(TraceLine line) {
        if (!line.call().equals(watched)) {
            return;
        }
        if (steps.size() < TRACE_LINES) {
            steps.add(line);
        } else {
            missedSteps = true;
        }
    }

    void tick(Instant now) {
        if (wire.isFull()) {
            waitForRoom(now);
            return;
        }
        fullSince = Instant.MAX;
        if (needsLights) {
            send(now, LiveMessage.pbxs(now, table.pbxLights()));
            needsLights = false;
        }
        tellSteps(now);
        tellRows(now);
        if (lastSent.plus(BEAT).isBefore(now)) {
            send(now, LiveMessage.beat(now));
        }
    }

    private void waitForRoom(Instant now) {
        needsSnapshot = true;
        if (fullSince.equals(Instant.MAX)) {
            fullSince = now;
        } else if (fullSince.plus(PATIENCE).isBefore(now)) {
            wire.close(TRY_AGAIN_LATER, "too slow");
        }
    }

    private void tellSteps(Instant now) {
        if (missedSteps) {
            send(now, LiveMessage.readAgain(now, watched));
        } else if (!steps.isEmpty()) {
            send(now, LiveMessage.trace(now, watched, steps));
        }
        steps.clear();
        missedSteps = false;
    }

    private void tellRows(Instant now) {
        if (!wantsRows) {
            return;
        }
        if (needsSnapshot || !table.rows().canTellSince(seen)) {
            tellAll(now);
        } else if (table.rows().version() > seen) {
            tellChanges(now, table.rows().changedSince(seen));
        }
    }

    private void tellAll(Instant now) {
        List<String> rows = new ArrayList<>();
        RealtimeRow last = null;
        int hidden = 0;
        told.clear();
        for (NewestRows.Entry entry : table.rows().newestFirst()) {
            if (!sight.row(entry.row())) {
                continue;
            }
            if (!filter.matches(entry.row())) {
                hidden++;
            } else if (rows.size() < SNAPSHOT) {
                rows.add(entry.json());
                told.add(entry.row().id());
                last = entry.row();
            }
        }
        seen = table.rows().version();
        toldVersion = seen;
        today = table.today(sight);
        needsSnapshot = false;
        String next = last == null ? "" : RowStore.behind(last);
        LiveMessage.Left left = new LiveMessage.Left(next, hidden);
        send(now, LiveMessage.snapshot(now, seen, rows, left, today));
    }

    private void tellChanges(Instant now, Collection<NewestRows.Entry> changes) {
        List<String> rows = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (NewestRows.Entry entry : changes) {
            String id = entry.row().id();
            if (sight.row(entry.row()) && filter.matches(entry.row())) {
                rows.add(entry.json());
                told.add(id);
            } else if (told.remove(id)) {
                // only what he has seen: even an id says that something happened
                gone.add(id);
            }
        }
        seen = table.rows().version();
        TodayCounts.Sum sum = table.today(sight);
        if (!rows.isEmpty() || !gone.isEmpty() || !sum.equals(today)) {
            send(now, LiveMessage.rows(now, toldVersion, seen, rows, gone, sum));
            toldVersion = seen;
            today = sum;
        }
    }

    private void send(Instant now, String message) {
        wire.send(message);
        lastSent = now;
    }
}
