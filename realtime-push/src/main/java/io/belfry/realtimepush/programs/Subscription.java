package io.belfry.realtimepush.programs;

import io.belfry.core.bus.LoggedEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which events a program wants.
 *
 * @param kinds words, never empty
 * @param queues empty for all that it may see
 */
record Subscription(Set<String> kinds, Set<String> queues) {
    Subscription {
        kinds = Collections.unmodifiableSet(new LinkedHashSet<>(kinds));
        queues = Collections.unmodifiableSet(new LinkedHashSet<>(queues));
    }

    boolean matches(LoggedEvent event) {
        return kinds.contains(event.kind()) && (queues.isEmpty() || queues.contains(event.queue()));
    }

    JsonObject json() {
        return new JsonObject()
                .put("events", new JsonArray(kinds.stream().toList()))
                .put("queues", new JsonArray(queues.stream().toList()));
    }
}
