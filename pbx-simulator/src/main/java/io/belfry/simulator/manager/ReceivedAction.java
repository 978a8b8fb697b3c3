package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Headers;
import java.time.Instant;

/**
 * A message as a client sent it.
 *
 * @param session number of the connection
 * @param raw its lines as they came, joined by LF, without the empty line at the end
 */
public record ReceivedAction(int session, Instant at, String raw, Headers headers) {
    public String action() {
        return headers.get("Action");
    }
}
