package io.belfry.core.cluster;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node is there for. */
public enum NodeRole {
    /** May own PBXs. */
    PBX,
    /** Serves the agents' pages. */
    AGENTS,
    /** Serves the pages of administrators and supervisors, REST and other people's programs. */
    WEB;

    public static final Set<NodeRole> ALL = Set.copyOf(EnumSet.allOf(NodeRole.class));

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<NodeRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** {@code pbx,agents}. */
    public static String text(Set<NodeRole> roles) {
        return roles.stream().sorted().map(NodeRole::word).collect(Collectors.joining(","));
    }

    /** What is no role is left out: a newer node may have more of them. */
    static Set<NodeRole> read(String text) {
        return Arrays.stream(text.split(","))
                .map(NodeRole::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
