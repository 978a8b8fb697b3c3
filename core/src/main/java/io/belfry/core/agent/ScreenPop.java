package io.belfry.core.agent;

import java.time.Instant;

/**
 * Open this page at that agent.
 *
 * @param id the same for each retry; the agent's page drops what it has seen
 * @param agent address of the agent, see {@link AgentDirectory#find}
 * @param url checked http or https address
 * @param integration appname of who wants it; empty for an administrator's command
 * @param call {@code pbx:uniqueid} of the call it belongs to; empty for none
 * @param title what a card shows, for example the caller's number
 * @param at when the PBX event was read
 */
public record ScreenPop(
        String id,
        String agent,
        String url,
        OpenMode mode,
        String integration,
        String call,
        String title,
        Instant at) {}
