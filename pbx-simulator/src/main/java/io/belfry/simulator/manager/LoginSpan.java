package io.belfry.simulator.manager;

/**
 * From when to when a client was logged in.
 *
 * @param session number of its connection
 * @param fromNanos of {@link System#nanoTime}
 * @param untilNanos when the connection was gone; {@link #OPEN} while it is not
 */
public record LoginSpan(int session, long fromNanos, long untilNanos) {
    public static final long OPEN = Long.MAX_VALUE;
}
