package io.belfry.core.settings;

import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxDocument;
import io.belfry.core.store.AgentEntry;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was saved and what the configuration file says, as one. */
final class Merged {
    private Merged() {}

    /**
     * @param fixed PBXs of the configuration file; they win over entered ones of the same name
     */
    static Configuration of(Settings saved, List<PbxConfig> fixed) {
        return new Configuration(
                saved.version(),
                saved.integrations().stream().map(Kept::value).toList(),
                saved.variables().stream().map(Kept::value).toList(),
                saved.agents().stream().map(Kept::value).map(AgentEntry::agent).toList(),
                pbxs(saved, fixed));
    }

    private static List<PbxConfig> pbxs(Settings saved, List<PbxConfig> fixed) {
        Set<String> names =
                fixed.stream()
                        .map(each -> PbxDocument.key(each.name()))
                        .collect(Collectors.toSet());
        List<PbxConfig> all = new ArrayList<>(fixed);
        saved.pbxs().stream()
                .map(Kept::value)
                .filter(each -> !names.contains(PbxDocument.key(each.name())))
                .forEach(all::add);
        return all;
    }
}
