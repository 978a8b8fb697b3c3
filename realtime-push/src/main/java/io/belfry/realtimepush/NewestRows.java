package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The newest rows in memory, for live views. Each change gets the next version number, so a view
 * only has to remember one number to know what it has not seen. Bounded: what has not changed for
 * longest leaves; it is still in the database.
 */
final class NewestRows {
    private static final Comparator<Entry> NEWEST_FIRST =
            Comparator.comparing((Entry entry) -> entry.row().time())
                    .thenComparing(entry -> entry.row().id())
                    .reversed();

    private final int limit;
    private final Map<String, Entry> byId = new HashMap<>();
    private final TreeMap<Long, Entry> byVersion = new TreeMap<>();
    private final TreeSet<Entry> byTime = new TreeSet<>(NEWEST_FIRST);
    private long version;
    private long forgotten;

    NewestRows(int limit) {
        this.limit = limit;
    }

    /** A new row, or a new state of one. */
    Entry put(RealtimeRow row) {
        forget(byId.get(row.id()));
        Entry entry = new Entry(row, ++version);
        byId.put(row.id(), entry);
        byVersion.put(entry.version(), entry);
        byTime.add(entry);
        if (byId.size() > limit) {
            forgotten = byVersion.firstKey();
            forget(byVersion.firstEntry().getValue());
        }
        return entry;
    }

    private void forget(Entry entry) {
        if (entry != null) {
            byId.remove(entry.row().id());
            byVersion.remove(entry.version());
            byTime.remove(entry);
        }
    }

    Optional<RealtimeRow> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Entry::row);
    }

    /** In the order of their changes. */
    Collection<Entry> changedSince(long seen) {
        return byVersion.tailMap(seen, false).values();
    }

    /** Whether {@link #changedSince} is complete; if it is not, a view needs a snapshot. */
    boolean canTellSince(long seen) {
        return seen >= forgotten && seen <= version;
    }

    Collection<Entry> newestFirst() {
        return byTime;
    }

    long version() {
        return version;
    }

    /** A row in its present state; its public JSON is made once, however many views get it. */
    static final class Entry {
        private final RealtimeRow row;
        private final long version;
        private String json = "";

        private Entry(RealtimeRow row, long version) {
            this.row = row;
            this.version = version;
        }

        RealtimeRow row() {
            return row;
        }

        long version() {
            return version;
        }

        String json() {
            if (json.isEmpty()) {
                json = RowJson.of(row).encode();
            }
            return json;
        }
    }
}
