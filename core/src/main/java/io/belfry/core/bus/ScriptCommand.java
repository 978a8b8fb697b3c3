package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;

/**
 * Something that a script asks for.
 *
 * @param name {@code AgentCTI} with url, peer, mode; {@code AgentCTINotification} with peer, type,
 *     title, body; {@code RealtimeCTI} with type, channel, reference, url; {@code fetch} with
 *     method, url
 * @param data must not be changed
 * @param refused why it would not be carried out; empty when it would
 */
public record ScriptCommand(String name, JsonObject data, String refused) {}
