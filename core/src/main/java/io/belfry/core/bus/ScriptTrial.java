package io.belfry.core.bus;

import io.belfry.core.integration.Script;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Run a script on one event without doing what it asks for; or ask whether it can be compiled.
 *
 * @param variables names of the custom variables that the event carries
 * @param event public form of an event; empty to compile only; must not be changed
 */
public record ScriptTrial(
        String appname, Script script, List<String> variables, JsonObject event) {}
