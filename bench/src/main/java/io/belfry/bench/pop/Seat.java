package io.belfry.bench.pop;

/**
 * An agent at work.
 *
 * @param device as the PBX calls it, {@code PJSIP/agent0001}
 * @param cookie of the session that is logged in
 */
public record Seat(String user, String device, String cookie) {
    @Override
    public String toString() {
        return user;
    }
}
