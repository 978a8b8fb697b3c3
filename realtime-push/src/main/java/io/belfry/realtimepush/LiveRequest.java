package io.belfry.realtimepush;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a browser may say on the live stream. Anything else is not understood, and ends the line.
 */
sealed interface LiveRequest {
    /** Longer than the longest filter, and nothing to fear. */
    int LONGEST = 4_096;

    /** Show me these rows from now on: {@code {"type":"hello","filter":{"queue":"Sales"}}}. */
    record Hello(RowFilter filter) implements LiveRequest {}

    /**
     * Tell me the steps of this call: {@code {"type":"watch","call":"pbx1:1.1"}}; an empty call
     * stops it.
     */
    record Watch(String call) implements LiveRequest {}

    static Optional<LiveRequest> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JsonObject message = new JsonObject(text);
            return switch (new CallFields(message).text("type")) {
                case "hello" -> Optional.of(new Hello(filter(message)));
                case "watch" -> Optional.of(new Watch(new CallFields(message).text("call")));
                default -> Optional.empty();
            };
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static RowFilter filter(JsonObject message) {
        return message.getValue("filter") instanceof JsonObject wish
                ? RowFilter.of(wish)
                : RowFilter.ALL;
    }
}
