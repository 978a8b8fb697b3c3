package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Write a row of the Realtime table (action {@code realtime}, or {@code pushevent} from outside).
 *
 * @param id deterministic id of the row for a rule; empty: the receiver makes one
 * @param integration appname
 * @param channel the call object; must not be changed
 * @param url already checked link, or empty
 */
public record RowRequest(
        String id,
        Instant time,
        String integration,
        JsonObject channel,
        String reference,
        String url) {}
