package io.belfry.core.integration;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import java.util.List;
import java.util.Optional;

/**
 * All that administrators saved, at one version: engines swap it whole, a call keeps the one that
 * it began with.
 */
public record Configuration(
        long version,
        List<Integration> integrations,
        List<CustomVariable> variables,
        List<Agent> agents,
        List<PbxConfig> pbxs) {
    public static final Configuration EMPTY =
            new Configuration(0, List.of(), List.of(), List.of(), List.of());

    public Configuration {
        integrations = List.copyOf(integrations);
        variables = List.copyOf(variables);
        agents = List.copyOf(agents);
        pbxs = List.copyOf(pbxs);
    }

    public AgentDirectory directory() {
        return new AgentDirectory(agents);
    }

    public List<String> variableNames() {
        return variables.stream().map(CustomVariable::name).toList();
    }

    public Optional<Integration> integration(String id) {
        return integrations.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
