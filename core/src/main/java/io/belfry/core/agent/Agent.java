package io.belfry.core.agent;

import java.util.List;

/**
 * A person who takes calls.
 *
 * @param id our own key
 * @param number internal number
 * @param user name to log in with; empty for one who can not
 * @param peers devices and queue interfaces of this agent, {@code PJSIP/anna}
 * @param discovered seen in a queue, not entered by anybody
 */
public record Agent(
        String id,
        String name,
        String number,
        String user,
        List<String> peers,
        String email,
        boolean discovered) {
    public Agent {
        peers = List.copyOf(peers);
    }
}
