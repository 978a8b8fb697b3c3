package io.belfry.ami;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import java.util.Optional;

/**
 * Names an agent's leg: from the directory; for a device without an entry from the queue and the
 * device itself.
 */
final class Legs {
    private Legs() {}

    static AgentLeg of(AgentDirectory agents, String peer, String memberName, String uniqueid) {
        Optional<Agent> agent = agents.ofDevice(peer);
        return new AgentLeg(
                agent.map(Agent::name).orElse(memberName.isEmpty() ? userPart(peer) : memberName),
                agent.map(Agent::number).orElse(userPart(peer)),
                peer,
                peer.startsWith("Local/") ? "" : peer,
                uniqueid);
    }

    /** {@code 1001} of {@code Local/1001@agents/n}, {@code anna} of {@code PJSIP/anna}. */
    static String userPart(String peer) {
        String name = peer.substring(peer.indexOf('/') + 1);
        int end = name.indexOf('@');
        return end < 0 ? name : name.substring(0, end);
    }
}
