package io.belfry.adminweb;

import io.belfry.core.bus.ConfigChange.Thing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What was deleted a moment ago and can be brought back; what is older is forgotten. */
final class Undo {
    /** Long enough to see the mistake, short enough that nobody builds on it. */
    static final Duration WITHIN = Duration.ofSeconds(30);

    private static final int MOST = 200;

    /** A deleted thing; the name is for people. */
    record Gone(Thing thing, String id, String name, Instant until) {}

    /** What a page shows. */
    public record Offer(String key, String name, long seconds) {}

    private final Clock clock;
    private final Map<String, Gone> gone =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Gone> eldest) {
                            return size() > MOST;
                        }
                    });

    Undo(Clock clock) {
        this.clock = clock;
    }

    /** The key under which it can be brought back; nobody guesses it. */
    String remember(Thing thing, String id, String name) {
        String key = UUID.randomUUID().toString();
        gone.put(key, new Gone(thing, id, name, clock.instant().plus(WITHIN)));
        return key;
    }

    Optional<Offer> offer(String key) {
        return live(key)
                .map(
                        each ->
                                new Offer(
                                        key,
                                        each.name(),
                                        Duration.between(clock.instant(), each.until())
                                                .toSeconds()));
    }

    /** Once: a second click finds nothing. */
    Optional<Gone> take(String key) {
        Optional<Gone> found = live(key);
        gone.remove(key);
        return found;
    }

    private Optional<Gone> live(String key) {
        return Optional.ofNullable(gone.get(key))
                .filter(each -> clock.instant().isBefore(each.until()));
    }
}
