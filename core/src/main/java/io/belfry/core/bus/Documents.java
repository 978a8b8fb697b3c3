package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Settings in the shape of the REST resources, with version, who saved them and when; never with a
 * password or secret.
 *
 * @param version of all settings
 * @param documents must not be changed; in the order of a list, empty when there is no such thing
 */
public record Documents(long version, List<JsonObject> documents) {
    public Documents {
        documents = List.copyOf(documents);
    }
}
