package io.belfry.realtimepush.programs;

import io.belfry.core.web.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What programs had subscribed to when their connection broke, so that who comes back in time need
 * not ask again. Bounded: the oldest is forgotten.
 */
final class Memory {
    private static final Duration KEEP = Duration.ofMinutes(10);
    private static final int MOST = 5_000;

    private final Map<String, Kept> byPid = new LinkedHashMap<>();

    private record Kept(String program, List<Subscription> subscriptions, Instant until) {}

    static String newPid() {
        return Tokens.random();
    }

    void keep(ProgramClient client, Instant now) {
        byPid.put(
                client.login().pid(),
                new Kept(client.program().id(), client.subscriptions(), now.plus(KEEP)));
        if (byPid.size() > MOST) {
            byPid.remove(byPid.keySet().iterator().next());
        }
    }

    /** Empty for who is not known, or is another program now. */
    Optional<List<Subscription>> take(String pid, Program program, Instant now) {
        Kept kept = byPid.remove(pid);
        return kept != null && kept.program().equals(program.id()) && now.isBefore(kept.until())
                ? Optional.of(kept.subscriptions())
                : Optional.empty();
    }

    void tick(Instant now) {
        byPid.values().removeIf(each -> !now.isBefore(each.until()));
    }
}
