package io.belfry.adminweb;

import io.vertx.core.json.JsonObject;

/**
 * That something waits to be published, for pages.
 *
 * @param at when it was saved last, ISO-8601
 */
public record DraftView(String who, String at, long version, long basedOn) {
    static DraftView of(JsonObject draft) {
        return new DraftView(
                draft.getString("updatedBy", ""),
                draft.getString("updatedAt", ""),
                draft.getLong("version", 0L),
                draft.getLong("basedOn", 0L));
    }
}
