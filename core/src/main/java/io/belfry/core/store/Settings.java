package io.belfry.core.store;

import static java.util.Comparator.comparing;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Draft;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.PbxConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that is saved, with who saved it when, at one version and in the order of lists. */
public record Settings(
        long version,
        List<Kept<Integration>> integrations,
        List<Kept<Draft>> drafts,
        List<Kept<CustomVariable>> variables,
        List<Kept<AgentEntry>> agents,
        List<Kept<PbxConfig>> pbxs) {
    /** Entered agents before discovered ones: what they say of a device counts. */
    private static final Comparator<AgentEntry> AGENT_ORDER =
            comparing((AgentEntry each) -> each.agent().discovered())
                    .thenComparing(each -> each.agent().name(), String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(each -> each.agent().id());

    public Settings {
        integrations = sorted(integrations, byName(Integration::appname));
        drafts = sorted(drafts, comparing(Draft::id));
        variables = sorted(variables, byName(CustomVariable::name));
        agents = sorted(agents, AGENT_ORDER);
        pbxs = sorted(pbxs, byName(PbxConfig::name));
    }

    /** Without drafts. */
    public Settings(
            long version,
            List<Kept<Integration>> integrations,
            List<Kept<CustomVariable>> variables,
            List<Kept<AgentEntry>> agents,
            List<Kept<PbxConfig>> pbxs) {
        this(version, integrations, List.of(), variables, agents, pbxs);
    }

    /** The published integration of this id; none for one that does not exist. */
    public Optional<Kept<Integration>> integration(String id) {
        return integrations.stream().filter(each -> each.value().id().equals(id)).findFirst();
    }

    /** What somebody works on; none where nothing waits to be published. */
    public Optional<Kept<Draft>> draft(String id) {
        return drafts.stream().filter(each -> each.value().id().equals(id)).findFirst();
    }

    /** As the database is after these edits were saved. */
    public Settings with(List<Edit> edits, long newVersion) {
        return new Settings(
                newVersion,
                after(
                        integrations,
                        Integration::id,
                        removed(edits, Thing.INTEGRATION),
                        puts(edits, Edit.PutIntegration.class, Edit.PutIntegration::kept)),
                after(
                        drafts,
                        Draft::id,
                        removed(edits, Thing.DRAFT),
                        puts(edits, Edit.PutDraft.class, Edit.PutDraft::kept)),
                after(
                        variables,
                        CustomVariable::id,
                        removed(edits, Thing.VARIABLE),
                        puts(edits, Edit.PutVariable.class, Edit.PutVariable::kept)),
                after(
                        agents,
                        each -> each.agent().id(),
                        removed(edits, Thing.AGENT),
                        puts(edits, Edit.PutAgent.class, Edit.PutAgent::kept)),
                after(
                        pbxs,
                        PbxConfig::id,
                        removed(edits, Thing.PBX),
                        puts(edits, Edit.PutPbx.class, Edit.PutPbx::kept)));
    }

    private static Set<String> removed(List<Edit> edits, Thing thing) {
        return edits.stream()
                .filter(Edit.Remove.class::isInstance)
                .map(Edit.Remove.class::cast)
                .filter(each -> each.thing() == thing)
                .map(Edit.Remove::id)
                .collect(Collectors.toSet());
    }

    private static <E extends Edit, T> List<Kept<T>> puts(
            List<Edit> edits, Class<E> type, Function<E, Kept<T>> kept) {
        return edits.stream().filter(type::isInstance).map(type::cast).map(kept).toList();
    }

    private static <T> List<Kept<T>> after(
            List<Kept<T>> before, Function<T, String> id, Set<String> removed, List<Kept<T>> puts) {
        if (removed.isEmpty() && puts.isEmpty()) {
            return before;
        }
        Map<String, Kept<T>> after = new LinkedHashMap<>();
        before.forEach(each -> after.put(id.apply(each.value()), each));
        after.keySet().removeAll(removed);
        puts.forEach(each -> after.put(id.apply(each.value()), each));
        return List.copyOf(after.values());
    }

    private static <T> List<Kept<T>> sorted(List<Kept<T>> list, Comparator<T> order) {
        return list.stream().sorted(comparing(Kept::value, order)).toList();
    }

    private static <T> Comparator<T> byName(Function<T, String> name) {
        return comparing(name, String.CASE_INSENSITIVE_ORDER).thenComparing(name);
    }
}
