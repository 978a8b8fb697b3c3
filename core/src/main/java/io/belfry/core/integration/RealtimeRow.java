package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A row of the supervisors' Integration table.
 *
 * @param id deterministic for rows of rules, so that a repetition updates instead of adding
 * @param time when the server wrote it first
 * @param type appname of the integration
 * @param channel the call object as received, led on by later events of the call while it goes on;
 *     must not be changed
 * @param reference number of the record in the customer's application; empty for none
 * @param url checked link to that record; empty for none
 * @param outcome outcome word of the latest page opened by the same integration for the same agent
 *     and call
 */
public record RealtimeRow(
        String id,
        Instant time,
        String type,
        JsonObject channel,
        String reference,
        String url,
        String outcome) {
    /** The queue decides who may see a row; empty for a call without one. */
    public String queue() {
        // a program may say null
        Object queue = channel.getValue("queue");
        return queue == null ? "" : queue.toString();
    }

    public RealtimeRow at(Instant written) {
        return new RealtimeRow(id, written, type, channel, reference, url, outcome);
    }

    public RealtimeRow withOutcome(String word) {
        return new RealtimeRow(id, time, type, channel, reference, url, word);
    }

    public RealtimeRow withChannel(JsonObject call) {
        return new RealtimeRow(id, time, type, call, reference, url, outcome);
    }

    /**
     * What a newer row makes of this one: it stays where it is, and keeps its outcome till then.
     */
    public RealtimeRow replacedBy(RealtimeRow newer) {
        return new RealtimeRow(
                id,
                time,
                type,
                newer.channel(),
                newer.reference(),
                newer.url(),
                newer.outcome().isEmpty() ? outcome : newer.outcome());
    }
}
