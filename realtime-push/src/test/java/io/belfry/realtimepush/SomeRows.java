package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Rows to test with. */
final class SomeRows {
    static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

    private SomeRows() {}

    static RealtimeRow row(String id, int second) {
        return row(id, second, "Sales");
    }

    static RealtimeRow row(String id, int second, String queue) {
        return new RealtimeRow(
                id, TEN.plusSeconds(second), "Acme CRM", call("1." + id, queue), "A-" + id, "", "");
    }

    static RealtimeRow withOutcome(RealtimeRow row, String outcome) {
        return new RealtimeRow(
                row.id(),
                row.time(),
                row.type(),
                row.channel(),
                row.reference(),
                row.url(),
                outcome);
    }

    static RealtimeRow withChannel(RealtimeRow row, JsonObject channel) {
        return new RealtimeRow(
                row.id(),
                row.time(),
                row.type(),
                channel,
                row.reference(),
                row.url(),
                row.outcome());
    }

    /** As events.md has it, in short. */
    static JsonObject call(String uniqueid, String queue) {
        return new JsonObject()
                .put("event", "ringing")
                .put("queue", queue)
                .put("agentname", "John Doe")
                .put("agentnum", "1007")
                .put("peer", "PJSIP/john.doe")
                .put("direction", "inbound")
                .put("uniqueid", uniqueid)
                .put("callernum", "0255512345")
                .put("callername", "Maria Rossi")
                .put("ordernumber", "A-1001")
                .put("pbx", "pbx1")
                .put("ringing", true);
    }
}
