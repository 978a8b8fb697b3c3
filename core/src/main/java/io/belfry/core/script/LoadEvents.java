package io.belfry.core.script;

import io.belfry.core.bus.ScriptLine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * What a script does while it is loaded: its console is told with its first event, and commands
 * outside of a handler belong to no call and are refused.
 */
final class LoadEvents implements ScriptEvents {
    private final ScriptContext context;

    LoadEvents(ScriptContext context) {
        this.context = context;
    }

    @Override
    public void said(ScriptLine line) {
        context.addLoadLine(line);
    }

    @Override
    public Future<JsonObject> asked(int number, String name, JsonObject data) {
        String why = name + " outside of a handler belongs to no call and is not carried out";
        context.addLoadLine(new ScriptLine("warn", why));
        return Future.succeededFuture(
                new JsonObject()
                        .put("ok", false)
                        .put("outcome", "refused")
                        .put("clients", 0)
                        .put("error", why));
    }

    @Override
    public void ended(ScriptEnd end) {
        // whoever waits for the script learns it from the state of its context
    }
}
