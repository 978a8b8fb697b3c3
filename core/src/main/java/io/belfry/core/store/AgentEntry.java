package io.belfry.core.store;

import io.belfry.core.agent.Agent;

/**
 * An agent with what only the log-in may know.
 *
 * @param passwordHash empty for one who can not log in
 */
public record AgentEntry(Agent agent, String passwordHash) {
    /** Without the hash. */
    @Override
    public String toString() {
        return agent.toString();
    }
}
