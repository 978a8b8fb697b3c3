package io.belfry.core.store;

/** The database does not answer, or not in time: the same may be done later. */
public final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAway(Throwable cause) {
        this(cause.getMessage(), cause);
    }

    DatabaseAway(String why) {
        this(why, null);
    }

    private DatabaseAway(String why, Throwable cause) {
        super("the database is away or too slow: " + why, cause, false, false);
    }
}
