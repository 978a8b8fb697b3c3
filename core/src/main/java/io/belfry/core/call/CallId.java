package io.belfry.core.call;

/**
 * Which call, at which PBX: the same in all events of one call, whatever happens to it.
 *
 * @param pbx our name of the PBX
 * @param uniqueid Uniqueid of the caller's channel, for an outbound call that of the agent's
 */
public record CallId(String pbx, String uniqueid) {
    public CallId {
        if (uniqueid.isBlank()) {
            throw new IllegalArgumentException("a call must have an id");
        }
    }

    /** What is about no call: a pause, a gap. */
    public static CallId none(String pbx) {
        return new CallId(pbx, "-");
    }

    public boolean isCall() {
        return !uniqueid.equals("-");
    }

    /** One word for logs, addresses and keys. */
    @Override
    public String toString() {
        return pbx + ":" + uniqueid;
    }
}
