package io.belfry.ami;

import io.belfry.core.call.Seconds;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a PBX that came back from one that was started anew. FullyBooted carries the uptime: it can
 * only grow, by at least the time that we listened.
 */
final class BootClock {
    /** Uptime is a difference of whole seconds. */
    private static final long SLACK_SECONDS = 2;

    private long leastUptime = -1;
    private Instant since = Instant.EPOCH;
    private Instant lastHeard = Instant.EPOCH;

    void heard(Instant at) {
        lastHeard = at;
    }

    /**
     * @return true when it was started after we last heard of it
     */
    boolean booted(Seconds uptime, Instant at) {
        if (!uptime.isKnown()) {
            return false;
        }
        boolean restarted = leastUptime >= 0 && uptime.value() + SLACK_SECONDS < leastNow();
        leastUptime = uptime.value();
        since = at;
        lastHeard = at;
        return restarted;
    }

    private long leastNow() {
        return leastUptime + Math.max(0, Duration.between(since, lastHeard).toSeconds());
    }
}
