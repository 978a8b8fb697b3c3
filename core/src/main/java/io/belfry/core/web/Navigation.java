package io.belfry.core.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The menu at the left. An entry is shown when its page has been mounted and its reader may open
 * it, so that nothing points to what is not built or not allowed.
 *
 * @param groups from top to bottom
 */
public record Navigation(List<Group> groups) {
    /**
     * @param label key of its text
     * @param icon of the sprite
     * @param path of the page
     * @param current whether this is where the reader is
     */
    public record Entry(String section, String label, String icon, String path, boolean current) {}

    /**
     * @param label key of the heading; empty for entries that stand alone
     */
    public record Group(String label, List<Entry> entries) {}

    private static final List<Group> ALL =
            List.of(
                    group("", entry("overview", "home", "/")),
                    group("nav.realtime", entry("realtime.integration", "pulse", "/realtime")),
                    group("", entry("calls", "phone", "/calls")),
                    group(
                            "nav.settings",
                            entry("settings.integrations", "plug", "/settings/integrations"),
                            entry("settings.variables", "braces", "/settings/variables"),
                            entry("settings.agents", "headset", "/settings/agents"),
                            entry("settings.pbxs", "server", "/settings/pbxs"),
                            entry("settings.users", "users", "/settings/users"),
                            entry("settings.tokens", "key", "/settings/tokens"),
                            entry("settings.cluster", "nodes", "/settings/cluster"),
                            entry("settings.audit", "list", "/settings/audit")));

    private static final Navigation NONE = new Navigation(List.of());

    public Navigation {
        groups = List.copyOf(groups);
    }

    /**
     * @param section of the page that is shown, as it names itself
     */
    static Navigation of(List<DeclaredRoute> routes, Optional<Principal> reader, String path) {
        return reader.map(who -> forReader(routes, who, path)).orElse(NONE);
    }

    private static Navigation forReader(List<DeclaredRoute> routes, Principal who, String path) {
        return new Navigation(
                ALL.stream()
                        .map(
                                group ->
                                        new Group(
                                                group.label(),
                                                group.entries().stream()
                                                        .filter(each -> open(routes, who, each))
                                                        .map(each -> at(each, path))
                                                        .toList()))
                        .filter(group -> !group.entries().isEmpty())
                        .toList());
    }

    /** The entry of a section, for the path above the page's title. */
    public Optional<Entry> entry(String section) {
        return entries().filter(each -> each.section().equals(section)).findFirst();
    }

    /** The heading above a section; empty when it has none. */
    public String heading(String section) {
        return groups.stream()
                .filter(
                        group ->
                                group.entries().stream().anyMatch(e -> e.section().equals(section)))
                .map(Group::label)
                .findFirst()
                .orElse("");
    }

    private Stream<Entry> entries() {
        return groups.stream().flatMap(group -> group.entries().stream());
    }

    private static boolean open(List<DeclaredRoute> routes, Principal who, Entry entry) {
        return routes.stream()
                .anyMatch(
                        route ->
                                route.method().equals("GET")
                                        && route.path().equals(entry.path())
                                        && route.access().admits(who.role()));
    }

    private static Entry at(Entry entry, String path) {
        boolean here =
                entry.path().equals("/")
                        ? path.equals("/")
                        : path.equals(entry.path()) || path.startsWith(entry.path() + "/");
        return new Entry(entry.section(), entry.label(), entry.icon(), entry.path(), here);
    }

    private static Group group(String label, Entry... entries) {
        return new Group(label, List.of(entries));
    }

    private static Entry entry(String section, String icon, String path) {
        return new Entry(section, "nav." + section, icon, path, false);
    }
}
