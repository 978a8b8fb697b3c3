package io.belfry.core.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may use a route: people by their role, programs by what their token may.
 *
 * @param access of people who are logged in
 * @param scopes any of which opens it to a program; empty for a route that is not for programs
 */
public record Permit(Access access, Set<Scope> scopes) {
    public Permit {
        Objects.requireNonNull(access, "who may use it?");
        scopes = Set.copyOf(scopes);
    }

    static Permit of(Access access, Scope... scopes) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        all.addAll(Arrays.asList(scopes));
        return new Permit(access, all);
    }

    boolean admits(Principal who) {
        if (!who.grant().isProgram()) {
            return access.admits(who.role());
        }
        boolean scoped = who.grant().scopes().stream().anyMatch(scopes::contains);
        return access == Access.PUBLIC || scoped || who.grant().isConfigured() && isForAll(who);
    }

    /** The operator's own token also opens what no scope was thought of for. */
    private boolean isForAll(Principal who) {
        return scopes.isEmpty() && access.admits(who.role());
    }

    /** For who is refused, in a fixed order. */
    String words() {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }
}
