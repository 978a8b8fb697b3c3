package io.belfry.core.settings;

import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.store.Edit;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/** What is to be done about a wish to change the settings. */
sealed interface Plan {
    /** Nothing: this is the answer. */
    record Answered(ConfigAnswer answer) implements Plan {}

    /**
     * Save it.
     *
     * @param work may take its time (passwords are hashed), so it is for a worker thread
     */
    record Save(Supplier<Work> work) implements Plan {}

    /**
     * @param document what the answer shows
     */
    record Work(List<Edit> edits, String id, long version, JsonObject document) {
        ConfigAnswer answer() {
            return new ConfigAnswer.Saved(id, version, document);
        }
    }
}
