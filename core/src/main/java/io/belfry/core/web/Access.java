package io.belfry.core.web;

/** Who may use a route. There is no route without one. */
public enum Access {
    /** Everybody, logged in or not. */
    PUBLIC,
    /** A logged-in agent; nobody else, so that an administrator's cookie does not act as one. */
    AGENT,
    /** Supervisors and administrators. */
    SUPERVISOR,
    /** Administrators. */
    ADMIN;

    /** The same, and open to programs whose token has any of these scopes. */
    public Permit andTokens(Scope... scopes) {
        return Permit.of(this, scopes);
    }

    boolean admits(Role role) {
        return switch (this) {
            case PUBLIC -> true;
            case AGENT -> role == Role.AGENT;
            case SUPERVISOR -> role == Role.SUPERVISOR || role == Role.ADMIN;
            case ADMIN -> role == Role.ADMIN;
        };
    }
}
