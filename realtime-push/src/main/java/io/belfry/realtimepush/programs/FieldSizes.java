package io.belfry.realtimepush.programs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Finds a text that is longer than any text may be, however deep it stands. */
final class FieldSizes {
    private FieldSizes() {}

    /** Name of the field; empty when all are short enough. */
    static Optional<String> tooLong(JsonObject data, int most) {
        for (Map.Entry<String, Object> field : data) {
            boolean name = field.getKey().length() > most;
            if (name || isTooLong(field.getValue(), most)) {
                return Optional.of(name ? "a name" : field.getKey());
            }
        }
        return Optional.empty();
    }

    private static boolean isTooLong(Object value, int most) {
        if (value instanceof String text) {
            return text.length() > most;
        }
        if (value instanceof JsonObject object) {
            return tooLong(object, most).isPresent();
        }
        if (value instanceof JsonArray list) {
            return list.stream().anyMatch(each -> isTooLong(each, most));
        }
        return false;
    }
}
