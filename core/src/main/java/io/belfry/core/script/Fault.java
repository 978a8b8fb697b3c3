package io.belfry.core.script;

import io.vertx.core.json.JsonObject;

/**
 * Why a script failed and where.
 *
 * @param line from 1; 0 when it is not known
 */
record Fault(String text, int line, int column) {
    static final Fault NONE = new Fault("", 0, 0);

    static Fault of(String text) {
        return new Fault(text, 0, 0);
    }

    static Fault of(JsonObject frame) {
        return new Fault(
                frame.getString("failure", "").strip(),
                frame.getInteger("line", 0),
                frame.getInteger("column", 0));
    }

    boolean isNone() {
        return text.isEmpty();
    }
}
