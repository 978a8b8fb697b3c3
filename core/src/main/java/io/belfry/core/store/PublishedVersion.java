package io.belfry.core.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An integration as calls saw it from then on.
 *
 * @param version counts from 1
 * @param document in the shape of REST; must not be changed
 */
public record PublishedVersion(
        String integrationId,
        long version,
        JsonObject document,
        Instant publishedAt,
        String publishedBy) {}
