package io.belfry.core.script;

import io.belfry.core.bus.ScriptLine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Hears what the call of a handler does while it does it; on the context of the runtime. */
public interface ScriptEvents {
    /** It wrote to its console. */
    void said(ScriptLine line);

    /**
     * It asks for something by the original's names.
     *
     * @param number counts from 1 in each call of a handler, and is the same when the call is
     *     repeated because its process was lost
     * @param name as the script wrote it
     * @return what the script's acknowledgement gets
     */
    Future<JsonObject> asked(int number, String name, JsonObject data);

    /** It fetches something; only told, who fetches is the runtime. */
    default void fetches(JsonObject request) {}

    /** Nothing more will come. */
    void ended(ScriptEnd end);
}
