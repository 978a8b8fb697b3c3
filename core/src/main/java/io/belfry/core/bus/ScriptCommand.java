package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;

/**
 * What a script asks for.
 *
 * @param name {@code AgentCTI} {url, peer, mode}, {@code AgentCTINotification} {peer, type, title,
 *     body}, {@code RealtimeCTI} {type, channel, reference, url} or {@code fetch} {method, url}
 * @param data must not be changed
 * @param refused why it would not be carried out; empty when it would
 */
public record ScriptCommand(String name, JsonObject data, String refused) {}
