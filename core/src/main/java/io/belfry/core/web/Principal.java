package io.belfry.core.web;

import java.util.List;
import java.util.Objects;

/**
 * Who is asking.
 *
 * @param user log-in name; {@code api} for the configured token, {@code token:NAME} for others
 * @param name to show
 * @param role what he may do
 * @param queues assigned to a supervisor or a token; empty for the others
 * @param agentId of the agent table; empty for who is none
 * @param session key of the session (never the cookie's value); empty when there is none
 * @param grant of the token of a program; {@link Grant#NONE} for people
 */
public record Principal(
        String user,
        String name,
        Role role,
        List<String> queues,
        String agentId,
        String session,
        Grant grant) {
    public Principal {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(grant, "grant");
        queues = List.copyOf(queues);
        if (user.isBlank()) {
            throw new IllegalArgumentException("somebody without a name can not be logged in");
        }
    }

    /** Somebody with a session. */
    public Principal(
            String user,
            String name,
            Role role,
            List<String> queues,
            String agentId,
            String session) {
        this(user, name, role, queues, agentId, session, Grant.NONE);
    }

    /** An administrator or supervisor who has just shown his password. */
    public static Principal staff(String user, String name, Role role, List<String> queues) {
        return new Principal(user, name, role, queues, "", "");
    }

    /** An agent who has just shown his password. */
    public static Principal agent(String user, String name, String agentId) {
        return new Principal(user, name, Role.AGENT, List.of(), agentId, "");
    }

    /** A program with the configured {@code api.token}. */
    static Principal program() {
        return new Principal("api", "API token", Role.ADMIN, List.of(), "", "", Grant.configured());
    }

    /**
     * A program with a token that somebody made.
     *
     * @param queues that it sees as a supervisor does; empty for all that there is
     */
    public static Principal program(String name, List<String> queues, Grant grant) {
        Role sees = queues.isEmpty() ? Role.ADMIN : Role.SUPERVISOR;
        return new Principal("token:" + name, name, sees, queues, "", "", grant);
    }

    /** The same agent, let in by somebody else's token: what that may no more, he may not. */
    Principal by(Grant issuer) {
        return new Principal(user, name, role, queues, agentId, session, issuer);
    }

    Principal in(String sessionKey) {
        return new Principal(user, name, role, queues, agentId, sessionKey, grant);
    }

    /**
     * Whether calls of this queue are shown to him. Agents see their own calls, which is not a
     * matter of queues: for them the answer is no.
     */
    public boolean maySee(String queue) {
        return switch (role) {
            case ADMIN -> true;
            case SUPERVISOR -> queues.contains(queue);
            case AGENT -> false;
        };
    }
}
