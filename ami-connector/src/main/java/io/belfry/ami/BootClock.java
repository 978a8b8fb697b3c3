package io.belfry.ami;

import io.belfry.core.call.Seconds;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a PBX that came back from one that was started anew. FullyBooted carries the uptime: it can
 * only grow, by at least the time that we listened; and who was started after we last heard of it
 * is not older than that. Both must say so: the clock of a PBX can be set back.
 */
final class BootClock {
    /** Uptime is a difference of whole seconds. */
    private static final long SLACK_SECONDS = 2;

    private long leastUptime = -1;
    private Instant since = Instant.EPOCH;
    private Instant lastHeard = Instant.EPOCH;

    /** When we had last heard of it before now, or before the connection was lost. */
    private Instant before = Instant.EPOCH;

    private boolean lost;

    void heard(Instant at) {
        if (!lost) {
            before = lastHeard;
        }
        lastHeard = at;
    }

    /** What comes from now on is of another connection. */
    void lost() {
        if (!lost) {
            before = lastHeard;
            lost = true;
        }
    }

    /**
     * @return true when it was started after we last heard of it
     */
    boolean booted(Seconds uptime, Instant at) {
        if (!uptime.isKnown()) {
            return false;
        }
        boolean younger = leastUptime >= 0 && uptime.value() + SLACK_SECONDS < leastNow();
        long unheard = Duration.between(before, at).toSeconds();
        boolean restarted = younger && uptime.value() <= unheard + SLACK_SECONDS;
        lost = false;
        leastUptime = uptime.value();
        since = at;
        lastHeard = at;
        return restarted;
    }

    private long leastNow() {
        return leastUptime + Math.max(0, Duration.between(since, lastHeard).toSeconds());
    }
}
