package io.belfry.core.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whose device is that? Immutable: a change of the settings makes a new one. */
public final class AgentDirectory {
    public static final AgentDirectory EMPTY = new AgentDirectory(List.of());

    private final List<Agent> agents;
    private final Map<String, Agent> byPeer = new HashMap<>();
    private final Map<String, Agent> byAddress = new HashMap<>();

    public AgentDirectory(List<Agent> agents) {
        this.agents = List.copyOf(agents);
        for (Agent agent : agents) {
            for (String peer : agent.peers()) {
                byPeer.putIfAbsent(peer, agent);
            }
        }
        // exact names win over short forms, whoever was entered first
        for (Agent agent : agents) {
            agent.peers().forEach(peer -> byAddress.putIfAbsent(key(peer), agent));
        }
        for (Agent agent : agents) {
            byAddress.putIfAbsent(key(agent.user()), agent);
            byAddress.putIfAbsent(key(agent.number()), agent);
            for (String peer : agent.peers()) {
                String bare = peer.substring(peer.indexOf('/') + 1);
                byAddress.putIfAbsent(key(bare), agent);
                byAddress.putIfAbsent(key("PJSIP/" + bare), agent);
                byAddress.putIfAbsent(key("SIP/" + bare), agent);
            }
        }
        byAddress.remove("");
    }

    public List<Agent> all() {
        return agents;
    }

    /** The agent of a device exactly as the PBX names it. */
    public Optional<Agent> ofDevice(String device) {
        return Optional.ofNullable(byPeer.get(device));
    }

    /**
     * The agent that somebody means: device with or without technology, number or user name ({@code
     * events.md}, address of an agent).
     */
    public Optional<Agent> find(String address) {
        return Optional.ofNullable(byAddress.get(key(address)));
    }

    private static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}
