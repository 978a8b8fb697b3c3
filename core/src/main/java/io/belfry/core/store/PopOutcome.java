package io.belfry.core.store;

import java.time.Instant;
import java.util.List;

/**
 * What became of a page that an integration opened; rows of the same integration, call and agent
 * show it.
 *
 * @param integration appname
 * @param call {@code pbx:uniqueid}
 * @param agents all devices of the agent; empty for any agent
 * @param popId id of the pop: rows of the same event and integration match too, so that it works
 *     when nothing else is known of it; may be empty
 * @param outcome outcome word
 * @param at when it was known; an older one does not replace a newer one
 */
public record PopOutcome(
        String integration,
        String call,
        List<String> agents,
        String popId,
        String outcome,
        Instant at) {
    public PopOutcome {
        agents = List.copyOf(agents);
    }
}
