package io.belfry.core.settings;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.store.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings as they were just before something was deleted, so that it can be brought back with
 * everything that no document shows: secrets and passwords. Kept in memory and for a short while
 * only; what is older is really gone.
 */
final class Bin {
    /** A little longer than any page offers it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MOST = 50;

    private record Key(Thing thing, String id) {}

    private record Entry(Settings before, Instant until) {}

    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    Bin(Clock clock) {
        this.clock = clock;
    }

    void add(Thing thing, String id, Settings before) {
        Instant now = clock.instant();
        entries.values().removeIf(each -> !now.isBefore(each.until()));
        if (entries.size() >= MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(new Key(thing, id), new Entry(before, now.plus(KEPT)));
    }

    /** Whether something of this kind can still be brought back. */
    boolean holds(Thing thing) {
        Instant now = clock.instant();
        return entries.entrySet().stream()
                .anyMatch(
                        each ->
                                each.getKey().thing() == thing
                                        && now.isBefore(each.getValue().until()));
    }

    /** Empty when it was not deleted here, or too long ago. */
    Optional<Settings> find(Thing thing, String id) {
        return Optional.ofNullable(entries.get(new Key(thing, id)))
                .filter(each -> clock.instant().isBefore(each.until()))
                .map(Entry::before);
    }
}
