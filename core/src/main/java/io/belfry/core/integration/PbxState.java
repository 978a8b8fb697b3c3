package io.belfry.core.integration;

import java.time.Duration;
import java.time.Instant;

/**
 * How the connection to a PBX is right now.
 *
 * @param pbx its name
 * @param status what to show
 * @param detail in words, what is wrong or what is special ("goes on unfiltered by us: no right to
 *     filter")
 * @param since when the status began
 * @param version what the PBX says of itself
 * @param lastEvent when the last event was read; {@link Instant#EPOCH} for never
 * @param events events read since the start
 * @param eventsPerSecond over the last ten seconds
 * @param liveCalls calls in the tracker
 * @param queued events read and not yet handled
 * @param lagMillis how long the oldest of them has waited
 * @param dropped events lost by us, which must be 0
 * @param ignored events that made no sense, or that were malformed
 * @param lastGap how the last loss of connection went, in words; empty for none
 * @param epoch of the owner's lease
 * @param latencyMillis answer time of the last ping; negative when not known
 */
public record PbxState(
        String pbx,
        Status status,
        String detail,
        Instant since,
        String version,
        Instant lastEvent,
        long events,
        long eventsPerSecond,
        int liveCalls,
        int queued,
        long lagMillis,
        long dropped,
        long ignored,
        String lastGap,
        long epoch,
        long latencyMillis) {
    /** A short break is told as one; after this what is shown is called old. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Whether what is shown of this PBX is old. */
    public boolean isOld(Instant now) {
        return switch (status) {
            case LIVE, OFF -> false;
            case CONNECTING, RECONNECTING -> !since.plus(PATIENCE).isAfter(now);
            case REFUSED -> true;
        };
    }

    /** From away to live. */
    public enum Status {
        /** Switched off in the settings. */
        OFF,
        CONNECTING,
        /** Connected and in step. */
        LIVE,
        /** Connection lost, trying again. */
        RECONNECTING,
        /** It answers, and refuses: wrong password, missing rights. Tried again slowly. */
        REFUSED
    }
}
