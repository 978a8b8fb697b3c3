package io.belfry.core.cluster;

import java.time.Instant;

/**
 * Who owns a PBX, as the database has it.
 *
 * @param owner id of the node; empty when it was given up
 * @param epoch counts the owners from 1; 0 when there was none yet
 * @param wanted id of the node that it was left to; empty for none
 * @param pinned name of the node where an administrator wants it; empty for none
 */
public record LeaseRow(
        String pbx,
        String owner,
        long epoch,
        Instant expires,
        Instant taken,
        String wanted,
        Instant wantedUntil,
        String pinned) {
    /** One that nobody has had yet. */
    static LeaseRow none(String pbx) {
        return new LeaseRow(pbx, "", 0, Instant.EPOCH, Instant.EPOCH, "", Instant.EPOCH, "");
    }

    public boolean isOwned(Instant now) {
        return !owner.isEmpty() && expires.isAfter(now);
    }
}
