package io.belfry.core.script;

import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;

/**
 * An event for the handlers of a script.
 *
 * @param order events of one order are handled one after the other: the call
 * @param data public form of the event; must not be changed
 */
public record ScriptCall(ScriptCode code, String order, Kind kind, JsonObject data) {}
