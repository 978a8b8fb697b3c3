package io.belfry.core.store;

import io.vertx.core.VertxException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Whose fault it is that something was not written: what to do about it depends on that. */
enum Trouble {
    /** It is away, too slow, locked or out of room: the same will be written later. */
    DATABASE,
    /** The same would be refused again. */
    DATA,
    /** No word of the database itself. */
    UNKNOWN;

    /**
     * Classes of SQLSTATE: cardinality, data exception, integrity constraint, syntax or access
     * rule.
     */
    private static final Set<String> REFUSALS = Set.of("21", "22", "23", "42");

    static Trouble of(Throwable failure) {
        if (failure instanceof SQLException e) {
            return ofState(e.getSQLState());
        }
        if (failure instanceof DatabaseException e) {
            return ofState(e.getSqlState());
        }
        boolean away =
                failure instanceof DatabaseAway
                        || failure instanceof TimeoutException
                        || failure instanceof IOException
                        || failure instanceof ClosedConnectionException
                        // the pool's word for a connection that it did not get in time
                        || failure.getClass() == VertxException.class;
        return away ? DATABASE : UNKNOWN;
    }

    /** What tells of the database is called {@link DatabaseAway}; all else stays what it is. */
    static Throwable named(Throwable failure) {
        boolean unnamed = !(failure instanceof DatabaseAway) && of(failure) == DATABASE;
        return unnamed ? new DatabaseAway(failure) : failure;
    }

    private static Trouble ofState(String state) {
        if (state == null || state.length() < 2) {
            return UNKNOWN;
        }
        return REFUSALS.contains(state.substring(0, 2)) ? DATA : DATABASE;
    }
}
