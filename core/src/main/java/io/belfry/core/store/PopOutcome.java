package io.belfry.core.store;

import java.time.Instant;

/**
 * What became of a page that an integration opened; rows of the same integration, call and agent
 * show it.
 *
 * @param integration appname
 * @param call {@code pbx:uniqueid}
 * @param agent peer of the agent
 * @param outcome outcome word
 * @param at when it was known; an older one does not replace a newer one
 */
public record PopOutcome(
        String integration, String call, String agent, String outcome, Instant at) {}
