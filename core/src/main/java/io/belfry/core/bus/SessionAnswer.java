package io.belfry.core.bus;

import java.util.List;

/**
 * The answer to a {@link SessionWord}.
 *
 * @param error number of the error in the protocol; negative for none
 * @param detail what is wrong here; empty when the error says it all
 * @param revision of the protocol that the session speaks
 * @param packets for the client; none when it is only heard
 */
public record SessionAnswer(int error, String detail, int revision, List<String> packets) {
    private static final int NONE = -1;

    public SessionAnswer {
        packets = List.copyOf(packets);
    }

    public static SessionAnswer of(int revision, List<String> packets) {
        return new SessionAnswer(NONE, "", revision, packets);
    }

    public static SessionAnswer refused(int error, String detail) {
        return new SessionAnswer(error, detail, 0, List.of());
    }

    public boolean isRefused() {
        return error != NONE;
    }
}
