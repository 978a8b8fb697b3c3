package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What came of a {@link ConfigChange}. */
public sealed interface ConfigAnswer {
    /**
     * Done, or would be done in a dry run; the document is as REST shows it (of a deleted thing the
     * last one).
     */
    record Saved(String id, long version, JsonObject document) implements ConfigAnswer {}

    /**
     * Nothing was changed.
     *
     * @param fields message by field, path as in the document: {@code url}, {@code
     *     rules[0].actions[1].url}
     */
    record Refused(String message, Map<String, String> fields) implements ConfigAnswer {}

    record NotFound() implements ConfigAnswer {}

    /** Somebody saved in between; the document is what is there now. */
    record Conflict(long version, String who, JsonObject document) implements ConfigAnswer {}

    /** It comes from the configuration file or environment and can not be changed here. */
    record ReadOnly(String source) implements ConfigAnswer {}
}
