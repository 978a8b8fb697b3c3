package io.belfry.realtimepush;

import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What the live stream says to a browser; each message carries the server's clock. Rows are put in
 * as the text that was made once for all listeners.
 */
final class LiveMessage {
    private LiveMessage() {}

    /** All that matches, up to a limit: what the browser had before does not count any more. */
    static String snapshot(
            Instant now, long version, List<String> rows, Left left, TodayCounts.Sum today) {
        JsonObject head =
                head("snapshot", now)
                        .put("v", version)
                        .put("next", left.next())
                        .put("hidden", left.hidden())
                        .put("today", json(today));
        return with(head, rows);
    }

    /** Rows that are new or changed between two versions, and ids of those to take away. */
    static String rows(
            Instant now,
            long from,
            long version,
            List<String> rows,
            List<String> gone,
            TodayCounts.Sum today) {
        JsonObject head =
                head("rows", now)
                        .put("from", from)
                        .put("v", version)
                        .put("gone", new JsonArray(gone))
                        .put("today", json(today));
        return with(head, rows);
    }

    /** The labels of all PBXs; null as long as nobody has said which there are. */
    static String pbxs(Instant now, PbxLights lights) {
        JsonArray list = new JsonArray();
        lights.at(now).forEach(light -> list.add(light.json()));
        return head("pbxs", now).put("pbxs", lights.areKnown() ? list : null).encode();
    }

    /** Steps of the call that the browser shows. */
    static String trace(Instant now, String call, List<TraceLine> lines) {
        JsonArray list = new JsonArray();
        lines.forEach(line -> list.add(TraceJson.of(line)));
        return head("trace", now).put("call", call).put("lines", list).encode();
    }

    /** Steps were left out, or it is not known which: read the story again. */
    static String readAgain(Instant now, String call) {
        return head("trace", now).put("call", call).put("reload", true).encode();
    }

    /** Nothing happened, and the line is alive. */
    static String beat(Instant now) {
        return head("beat", now).encode();
    }

    /**
     * @param reason {@code full} or {@code toomany}
     */
    static String refused(Instant now, String reason, int limit) {
        return head("refused", now).put("reason", reason).put("limit", limit).encode();
    }

    /**
     * What a snapshot leaves out.
     *
     * @param next cursor of the rows behind it, for REST; empty when it holds no row
     * @param hidden rows in memory that the user may see and his filter does not
     */
    record Left(String next, int hidden) {}

    private static JsonObject head(String type, Instant now) {
        return new JsonObject().put("type", type).put("now", RowJson.time(now));
    }

    private static JsonObject json(TodayCounts.Sum sum) {
        return new JsonObject().put("rows", sum.rows()).put("blocked", sum.blocked());
    }

    private static String with(JsonObject head, List<String> rows) {
        String text = head.encode();
        return text.substring(0, text.length() - 1) + ",\"rows\":[" + String.join(",", rows) + "]}";
    }
}
