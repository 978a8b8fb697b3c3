package io.belfry.realtimepush.engineio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Last words to clients that were not polling when their session was closed. Bounded. */
final class Farewells {
    private static final int MOST = 1_000;

    private final Map<String, Farewell> bySid = new LinkedHashMap<>();
    private final Duration keep;
    private final Clock clock;

    record Farewell(Revision revision, List<String> packets, Instant until) {}

    Farewells(Duration keep, Clock clock) {
        this.keep = keep;
        this.clock = clock;
    }

    void keep(EngineSession session, List<String> packets) {
        bySid.put(
                session.sid(),
                new Farewell(session.revision(), packets, clock.instant().plus(keep)));
        if (bySid.size() > MOST) {
            bySid.remove(bySid.keySet().iterator().next());
        }
    }

    Optional<Farewell> take(String sid) {
        return Optional.ofNullable(bySid.remove(sid));
    }

    void tick(Instant now) {
        bySid.values().removeIf(each -> !now.isBefore(each.until()));
    }
}
