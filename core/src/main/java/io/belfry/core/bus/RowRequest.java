package io.belfry.core.bus;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Write a row of the Realtime table (action {@code realtime}, or {@code pushevent} from outside).
 *
 * @param id deterministic id of the row for a rule; empty: the receiver makes one
 * @param integration appname
 * @param channel the call object; must not be changed
 * @param url already checked link, or empty
 * @param queues those of the program that asks, when it may not see all; empty: it may. A row of
 *     another queue is not its to replace
 */
public record RowRequest(
        String id,
        Instant time,
        String integration,
        JsonObject channel,
        String reference,
        String url,
        List<String> queues) {
    /** Why a row was not written. */
    public static final String FOREIGN = "a row with this reference is another queue's";

    public RowRequest {
        // nodes before 0.1.0 do not say it
        queues = queues == null ? List.of() : List.copyOf(queues);
    }

    /** In the name of who may see all. */
    public RowRequest(
            String id,
            Instant time,
            String integration,
            JsonObject channel,
            String reference,
            String url) {
        this(id, time, integration, channel, reference, url, List.of());
    }

    public boolean mayReplace(RealtimeRow row) {
        return queues.isEmpty() || queues.contains(row.queue());
    }
}
