package io.belfry.core.bus;

import java.time.Instant;

/**
 * How a node is, as it tells the others once a second.
 *
 * @param node its id
 * @param lagMillis since the renewal of its oldest lease was sent; 0 when it owns nothing
 * @param loopMillis how late a timer of its event loop came at most in the last second
 * @param fenced PBXs that it gave up because a lease could not be renewed
 * @param unsaid messages that it held back because it was not the owner any more
 * @param stale messages of former owners that it dropped
 */
public record NodeFigures(
        String node,
        Instant at,
        long lagMillis,
        long loopMillis,
        long fenced,
        long unsaid,
        long stale) {
    public static NodeFigures none(String node) {
        return new NodeFigures(node, Instant.EPOCH, 0, 0, 0, 0, 0);
    }
}
