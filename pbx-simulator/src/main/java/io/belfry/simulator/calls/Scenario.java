package io.belfry.simulator.calls;

/**
 * What the people of a generated call mean to do. When agents are busy, something else may come of
 * it.
 */
public enum Scenario {
    ANSWERED_CALLER_HANGS_UP,
    ANSWERED_AGENT_HANGS_UP,
    /** The queue has no members: the caller waits and gives up. */
    ABANDONED_WAITING,
    ABANDONED_RINGING,
    NO_ANSWER_THEN_SECOND,
    REJECTED_THEN_SECOND,
    RING_ALL,
    HOLD,
    BLIND_TO_QUEUE,
    BLIND_TO_EXTENSION,
    ATTENDED,
    /** Members behind Local channels that stay ({@code /n}). */
    LOCAL_STAYING,
    /** Members behind Local channels that Asterisk optimises away. */
    LOCAL_OPTIMIZED,
    /** Nobody answers and the dialplan takes the caller back. */
    QUEUE_TIMEOUT,
    OUTBOUND_ANSWERED,
    OUTBOUND_NO_ANSWER,
    OUTBOUND_BUSY,
    OUTBOUND_CANCELLED,
    /** A call from outside to an agent's own number. */
    DIRECT;

    boolean byAgent() {
        return name().startsWith("OUTBOUND");
    }
}
