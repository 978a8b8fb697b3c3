package io.belfry.core.web;

import io.belfry.core.call.CallEvent.Kind;
import java.time.Instant;
import java.util.Set;

/**
 * What the token allows that a program has shown.
 *
 * @param token its id; empty for people
 * @param scopes what it may do
 * @param events kinds of call events that it may hear; empty for all
 * @param expires {@link Instant#MAX} for never
 */
public record Grant(String token, Set<Scope> scopes, Set<Kind> events, Instant expires) {
    /** The id of the token of the configuration, {@code api.token}. */
    public static final String CONFIGURED = "configured";

    /** Of somebody who is no program. */
    public static final Grant NONE = new Grant("", Set.of(), Set.of(), Instant.MAX);

    public Grant {
        scopes = Set.copyOf(scopes);
        events = Set.copyOf(events);
    }

    /** Of {@code api.token}: everything. */
    static Grant configured() {
        return new Grant(CONFIGURED, Set.of(Scope.values()), Set.of(), Instant.MAX);
    }

    /**
     * Of an agent who was let in by a program: he ends with its token, and may nothing that it may.
     *
     * @param token its id; empty for none
     */
    static Grant endingWith(String token) {
        return token.isEmpty() ? NONE : new Grant(token, Set.of(), Set.of(), Instant.MAX);
    }

    public boolean isProgram() {
        return !token.isEmpty();
    }

    boolean isConfigured() {
        return token.equals(CONFIGURED);
    }

    public boolean mayHear(Kind kind) {
        return events.isEmpty() || events.contains(kind);
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }
}
