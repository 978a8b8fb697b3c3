package io.belfry.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices scripts that go round in circles: a page that is opened makes a call, whose event opens a
 * page … An integration may do only so much in a minute for one chain of calls, and only so much at
 * one agent: a centre of any size stays far below, a circle comes there in seconds.
 */
final class LoopGuard {
    static final int MOST = 30;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_KEYS = 20_000;

    private final Map<String, Deque<Instant>> done = new LinkedHashMap<>();

    /**
     * Counts something that a script does.
     *
     * @param where the chain of calls or the agent
     * @return false when that was too much
     */
    boolean permits(String integrationId, String where, Instant now) {
        Deque<Instant> times =
                done.computeIfAbsent(integrationId + " " + where, any -> new ArrayDeque<>());
        forgetOld(times, now);
        if (times.size() >= MOST) {
            return false;
        }
        times.add(now);
        if (done.size() > MOST_KEYS) {
            Iterator<String> oldest = done.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    private static void forgetOld(Deque<Instant> times, Instant now) {
        Instant oldest = now.minus(WINDOW);
        while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
            times.removeFirst();
        }
    }

    void forget(Instant now) {
        done.values().forEach(times -> forgetOld(times, now));
        done.values().removeIf(Deque::isEmpty);
    }

    /** It was paused for it: it begins anew. */
    void clear(String integrationId) {
        new HashMap<>(done)
                .keySet().stream()
                        .filter(key -> key.startsWith(integrationId + " "))
                        .forEach(done::remove);
    }
}
