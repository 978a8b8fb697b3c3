package io.belfry.realtimepush;

import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.TreeMap;

/** The public shape of a step of a call's story. */
final class TraceJson {
    private TraceJson() {}

    static JsonObject of(TraceLine line) {
        JsonObject data = new JsonObject();
        new TreeMap<>(line.data()).forEach(data::put);
        return new JsonObject()
                .put("call", line.call())
                .put("time", RowJson.time(line.at()))
                .put("step", line.step().name().toLowerCase(Locale.ROOT))
                .put("text", line.text())
                .put("data", data);
    }
}
