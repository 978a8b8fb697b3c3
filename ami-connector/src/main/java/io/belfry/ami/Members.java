package io.belfry.ami;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is an agent: who is entered as one, and every interface that a queue names as a member. Knows
 * how the queue calls a device.
 */
final class Members {
    private static final int MOST = 20_000;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> peerOfDevice = new HashMap<>();
    private AgentDirectory agents = AgentDirectory.EMPTY;

    void configure(AgentDirectory directory) {
        agents = directory;
    }

    void remember(String device, String name) {
        if (names.size() < MOST && !device.isEmpty()) {
            names.putIfAbsent(device, name);
        }
    }

    /** Channels of {@code Local/1001@agents/n} are called without what stands after the slash. */
    void rememberDevice(String queue, String peer) {
        int options = peer.indexOf('/', peer.indexOf('/') + 1);
        if (options > 0 && peerOfDevice.size() < MOST) {
            peerOfDevice.putIfAbsent(queue + '|' + peer.substring(0, options), peer);
        }
    }

    /** The member's interface as the queue names it. */
    String at(String queue, String device) {
        return peerOfDevice.getOrDefault(queue + '|' + device, device);
    }

    boolean isAgent(String device) {
        return agents.ofDevice(device).isPresent() || names.containsKey(device);
    }

    /**
     * The agent at a number or device; of several devices the one that is of the technology of his
     * colleague's.
     */
    AgentLeg receiver(String address, String technology, String uniqueid) {
        return agents.find(address)
                .map(
                        agent -> {
                            String device =
                                    agent.peers().stream()
                                            .filter(peer -> peer.startsWith(technology + "/"))
                                            .findFirst()
                                            .orElse(
                                                    agent.peers().isEmpty()
                                                            ? ""
                                                            : agent.peers().get(0));
                            return new AgentLeg(
                                    agent.name(), agent.number(), device, device, uniqueid);
                        })
                .orElse(AgentLeg.NONE);
    }

    /**
     * The same leg, now that it is known which device it is: that says whose it is, and only where
     * it does not, the interface.
     *
     * @param device empty as long as it could be one of several
     */
    AgentLeg on(AgentLeg called, String device) {
        Optional<Agent> agent = agents.ofDevice(device);
        return new AgentLeg(
                agent.map(Agent::name).orElse(called.name()),
                agent.map(Agent::number).orElse(called.number()),
                called.peer(),
                device,
                called.uniqueid());
    }

    /** A member's leg, by the name that the queue gives him, now or before. */
    AgentLeg leg(String peer, String memberName, String uniqueid) {
        String member = memberName.isEmpty() ? names.getOrDefault(peer, "") : memberName;
        return Legs.of(agents, peer, member, uniqueid);
    }
}
