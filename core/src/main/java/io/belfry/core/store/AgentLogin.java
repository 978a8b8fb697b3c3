package io.belfry.core.store;

/** What is needed to check an agent's password. */
public record AgentLogin(String agentId, String name, String user, String passwordHash) {
    /** Without the hash. */
    @Override
    public String toString() {
        return user;
    }
}
