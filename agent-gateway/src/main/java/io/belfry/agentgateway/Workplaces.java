package io.belfry.agentgateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Of which PBXs each agent is known to get calls: what happens to another one must not alarm him.
 * Learnt from the members of the queues and from calls, and forgotten with the agent.
 */
final class Workplaces {
    private final Map<String, Set<String>> pbxs = new HashMap<>();

    /**
     * @return whether that is news
     */
    boolean seen(String agentId, String pbx) {
        return pbxs.computeIfAbsent(agentId, first -> new HashSet<>()).add(pbx);
    }

    boolean isAt(String agentId, String pbx) {
        return pbxs.getOrDefault(agentId, Set.of()).contains(pbx);
    }

    void keep(Set<String> agentIds) {
        pbxs.keySet().retainAll(agentIds);
    }
}
