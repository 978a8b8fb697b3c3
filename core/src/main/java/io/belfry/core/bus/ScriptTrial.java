package io.belfry.core.bus;

import io.belfry.core.integration.Script;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Run a script on one event without doing what it asks for; or ask whether it can be compiled
 * (event empty).
 *
 * @param appname of the integration
 * @param variables names of the custom variables
 * @param event public form of the event; must not be changed
 */
public record ScriptTrial(String appname, Script script, List<String> variables, JsonObject event) {
    public ScriptTrial {
        variables = List.copyOf(variables);
    }
}
