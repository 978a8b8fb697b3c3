package io.belfry.core.egress;

/** A request that is not sent, or an answer that is not taken; the message is for the customer. */
public final class EgressRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EgressRefused(String why) {
        super(why, null, false, false);
    }
}
