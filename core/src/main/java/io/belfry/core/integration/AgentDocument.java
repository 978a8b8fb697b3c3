package io.belfry.core.integration;

import io.belfry.core.agent.Agent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** An agent as REST and the pages see it: the only place that checks one. */
public final class AgentDocument {
    public static final int MOST_AGENTS = 20_000;
    public static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 200;
    private static final int MOST_PEERS = 20;
    private static final int LONGEST_PEER = 200;
    private static final Set<String> FIELDS =
            Set.of(
                    "name",
                    "number",
                    "user",
                    "password",
                    "peers",
                    "email",
                    // answers have them; sending them back changes nothing
                    "hasPassword",
                    "discovered");

    private AgentDocument() {}

    /**
     * @param newPassword in clear; empty to keep the one that is there
     */
    public record Draft(Agent agent, String newPassword) {
        @Override
        public String toString() {
            return agent.toString();
        }
    }

    /**
     * @param id of the agent that it replaces; empty for a new one
     * @param hasPassword whether that agent has a password already
     * @param now the settings that it becomes a part of
     */
    public static Checked<Draft> check(
            JsonObject document, String id, boolean hasPassword, Configuration now) {
        Findings findings = new Findings();
        DocumentReader reader = new DocumentReader(document, "", findings);
        reader.allow(FIELDS);
        Agent agent =
                new Agent(
                        id,
                        reader.requiredLine("name", 200),
                        reader.line("number", 80),
                        reader.line("user", 100),
                        reader.lines("peers", MOST_PEERS, LONGEST_PEER),
                        reader.line("email", 320),
                        false);
        checkForm(reader, agent);
        List<Agent> others =
                now.agents().stream()
                        .filter(other -> !other.id().equals(id) && !other.discovered())
                        .toList();
        checkUnique(reader, agent, others);
        if (id.isEmpty() && others.size() >= MOST_AGENTS) {
            reader.error("name", "there are " + MOST_AGENTS + " agents already, the most possible");
        }
        return findings.about(new Draft(agent, password(reader, agent, hasPassword)));
    }

    private static void checkForm(DocumentReader reader, Agent agent) {
        if (!agent.number().matches("[0-9A-Za-z*#+._-]*")) {
            reader.error("number", "must be digits, letters and * # + . _ -");
        }
        if (!agent.user().matches("[0-9A-Za-z._@-]*")) {
            reader.error("user", "must be letters, digits and . _ @ -");
        }
        if (!agent.email().matches("([^@\\s]+@[^@\\s]+)?")) {
            reader.error("email", "must look like anna@example.com");
        }
        for (int i = 0; i < agent.peers().size(); i++) {
            if (!agent.peers().get(i).matches("[^/\\s]+/\\S+")) {
                reader.error("peers[" + i + "]", "must look like PJSIP/anna");
            }
        }
        if (agent.peers().isEmpty()) {
            reader.warn("peers", "without a device no call is known to be this agent's");
        }
    }

    private static void checkUnique(DocumentReader reader, Agent agent, List<Agent> others) {
        taken(reader, "number", agent.number(), Agent::number, others);
        taken(reader, "user", agent.user(), Agent::user, others);
        for (int i = 0; i < agent.peers().size(); i++) {
            String peer = agent.peers().get(i);
            for (Agent other : others) {
                if (other.peers().stream().anyMatch(peer::equalsIgnoreCase)) {
                    reader.error("peers[" + i + "]", "\"" + peer + "\" belongs to " + other.name());
                }
            }
        }
    }

    private static void taken(
            DocumentReader reader,
            String name,
            String value,
            Function<Agent, String> property,
            List<Agent> others) {
        others.stream()
                .filter(other -> !value.isEmpty() && property.apply(other).equalsIgnoreCase(value))
                .findFirst()
                .ifPresent(
                        other ->
                                reader.error(name, "\"" + value + "\" belongs to " + other.name()));
    }

    private static String password(DocumentReader reader, Agent agent, boolean hasPassword) {
        String password = reader.text("password", LONGEST_PASSWORD);
        if (!password.isEmpty() && password.length() < SHORTEST_PASSWORD) {
            reader.error("password", "must have at least " + SHORTEST_PASSWORD + " characters");
        }
        if (!password.isEmpty() && agent.user().isEmpty()) {
            reader.error("user", "a password needs a user name to log in with");
        }
        if (password.isEmpty() && !hasPassword && !agent.user().isEmpty()) {
            reader.error("password", "a user name needs a password to log in with");
        }
        return password;
    }

    /** Never with the password. */
    public static JsonObject json(Agent agent) {
        return new JsonObject()
                .put("id", agent.id())
                .put("name", agent.name())
                .put("number", agent.number())
                .put("user", agent.user())
                .put("peers", new JsonArray(List.copyOf(agent.peers())))
                .put("email", agent.email())
                .put("discovered", agent.discovered());
    }
}
