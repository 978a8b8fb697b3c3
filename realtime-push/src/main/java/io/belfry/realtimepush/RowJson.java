package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The public shape of a row ({@code interfaces.md}, {@code /realtime}). REST and the live stream
 * send the same object, so a program that reads one can read the other.
 */
final class RowJson {
    /** Milliseconds always, so that the text has one length and sorts. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private RowJson() {}

    static JsonObject of(RealtimeRow row) {
        return new JsonObject()
                .put("id", row.id())
                .put("time", time(row.time()))
                .put("type", row.type())
                .put("channel", row.channel())
                .put("reference", row.reference())
                .put("url", row.url())
                .put("outcome", row.outcome());
    }

    static String time(Instant at) {
        return MILLIS.format(at);
    }
}
