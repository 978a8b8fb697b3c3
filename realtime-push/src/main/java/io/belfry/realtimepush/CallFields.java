package io.belfry.realtimepush;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/**
 * Reads a call object of a row. Objects that programs push are theirs, not ours: whatever stands in
 * a field, what comes out is text.
 */
record CallFields(JsonObject channel) {
    /** Empty when the field is absent or null. */
    String text(String field) {
        Object value = channel.getValue(field);
        return value == null ? "" : value.toString();
    }

    /** {@code pbx:uniqueid}, the key of the call's story; empty when the object names no call. */
    String call() {
        String pbx = text("pbx");
        String uniqueid = text("uniqueid");
        return pbx.isEmpty() || uniqueid.isEmpty() ? "" : pbx + ":" + uniqueid;
    }

    /**
     * Is this the agent that somebody asks for: by device with or without its technology, number or
     * name, in whatever case he types it?
     */
    boolean isAbout(String agent) {
        String peer = text("peer");
        return Stream.of(text("agentname"), text("agentnum"), peer, bare(peer))
                .anyMatch(agent::equalsIgnoreCase);
    }

    private static String bare(String peer) {
        return peer.substring(peer.indexOf('/') + 1);
    }
}
