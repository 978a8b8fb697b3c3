package io.belfry.core.call;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a call at one moment.
 *
 * @param linkedid Linkedid of the caller's channel: what Asterisk uses to tie legs together
 * @param queue the queue that the call is in or came from; empty for a call without one
 * @param channel the caller's channel name, for an outbound call the agent's
 * @param context dialplan context of that channel
 * @param extension what was dialled to get here
 * @param variables custom variables by name, every configured one is there, empty when not set
 */
public record Call(
        CallId id,
        String linkedid,
        String queue,
        String channel,
        String context,
        String extension,
        Caller caller,
        Map<String, String> variables) {
    public Call {
        // in one order always, so that two outputs can be compared line by line
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /** Of events that are about no call. */
    public static Call none(String pbx, String queue) {
        return new Call(CallId.none(pbx), "", queue, "", "", "", Caller.UNKNOWN, Map.of());
    }
}
