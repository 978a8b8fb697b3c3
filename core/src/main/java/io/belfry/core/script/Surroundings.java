package io.belfry.core.script;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Set;

/**
 * What the scripts' own classes need of the world around.
 *
 * @param clock for what people read; durations are taken from the monotonic clock
 */
record Surroundings(
        Vertx vertx, Clock clock, ScriptLimits limits, Fetcher fetcher, ScriptFigures figures) {
    /** Carries out a script's {@code fetch}; a failure's message is for the script. */
    interface Fetcher {
        Future<JsonObject> fetch(ScriptCode code, JsonObject request);
    }

    /** What a lane tells about itself. */
    interface Watcher {
        /** It has something to do. */
        void wakes(ScriptLane lane);

        /** It is better or worse than before. */
        void changed(ScriptLane lane);

        /** It was loaded and has these handlers. */
        void handlers(ScriptCode code, Set<String> handlers);
    }
}
