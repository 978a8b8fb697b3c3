package io.belfry.core.call;

import java.time.Instant;
import java.util.List;

/**
 * All that is known of one live outbound call.
 *
 * @param call its id is the Uniqueid of the agent's channel
 * @param trunk name of the first outgoing channel
 * @param trunkLegs Uniqueids of the outgoing channels that were not seen to end
 * @param status how the last attempt ended, as DialEnd says it; empty while it rings
 * @param endedBy who asked for the hang-up first, {@code agent} or {@code callee}; empty for nobody
 * @param answered somebody has
 * @param answeredAt {@link Instant#EPOCH} while nobody has
 */
public record OutboundMemory(
        Call call,
        AgentLeg agent,
        String callednum,
        String trunk,
        List<String> trunkLegs,
        String status,
        String endedBy,
        boolean answered,
        Instant answeredAt)
        implements KeptCall {
    private static final String MARK = ">";

    public OutboundMemory {
        trunkLegs = List.copyOf(trunkLegs);
    }

    @Override
    public String key() {
        return key(call.id().uniqueid());
    }

    /** An agent who dials can be a caller of a queue later, with the same Uniqueid. */
    static String key(String uniqueid) {
        return uniqueid + MARK;
    }
}
