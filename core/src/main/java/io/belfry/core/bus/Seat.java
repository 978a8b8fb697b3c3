package io.belfry.core.bus;

import java.time.Instant;

/**
 * An agent's pages at one node, and what is known of the fittest of them.
 *
 * @param agent id of the agent
 * @param pages open pages; 0 when the last one has gone
 * @param popups what that page can open, in the words of {@link Presence.Online}
 * @param browser shared by all tabs of one browser profile; empty when not told
 * @param focused when it last had the focus; {@link Instant#EPOCH} for never
 * @param greeted when it came
 */
public record Seat(
        String agent, int pages, String popups, String browser, Instant focused, Instant greeted) {
    public static Seat empty(String agent) {
        return new Seat(agent, 0, "", "", Instant.EPOCH, Instant.EPOCH);
    }
}
