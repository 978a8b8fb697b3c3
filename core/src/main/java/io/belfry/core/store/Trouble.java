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
    /** No word of the database itself, or none that says whose fault it is. */
    UNKNOWN;

    /**
     * Classes of SQLSTATE: cardinality, data exception, integrity constraint, syntax or access
     * rule.
     */
    private static final Set<String> REFUSALS = Set.of("21", "22", "23", "42");

    /**
     * Connection, whom it lets in, a catalog that is not there (yet), rolled back for another's
     * sake, resources, interrupted or shut down, trouble of its system.
     */
    private static final Set<String> AWAY = Set.of("08", "28", "3D", "40", "53", "57", "58");

    /**
     * What says it by its whole name only. PostgreSQL: is a stand-by now, closed a transaction that
     * froze, something is locked. H2: locked, connection closed, opened by somebody else, the disk
     * fails, connection broken, may not write, closed (twice), no memory, two at once, closed for
     * others.
     */
    private static final Set<String> AWAY_BY_NAME =
            Set.of(
                    "25006", "25P03", "55P03", "HYT00", "90007", "90020", "90028", "90031", "90067",
                    "90097", "90098", "90108", "90121", "90131", "90135");

    /**
     * PostgreSQL's word for two transactions that waited for each other: the other one went on, and
     * the same succeeds when it is tried again at once.
     */
    private static final String DEADLOCK = "40P01";

    static Trouble of(Throwable failure) {
        if (failure instanceof SQLException || failure instanceof DatabaseException) {
            return ofState(state(failure));
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

    /** Nothing is wrong with the database, nor with what was to be written. */
    static boolean isForAnothersSake(Throwable failure) {
        Throwable cause = failure instanceof DatabaseAway ? failure.getCause() : failure;
        return DEADLOCK.equals(state(cause));
    }

    /** SQLSTATE; empty when it has none. */
    static String state(Throwable failure) {
        String state = "";
        if (failure instanceof SQLException e) {
            state = e.getSQLState();
        } else if (failure instanceof DatabaseException e) {
            state = e.getSqlState();
        }
        return state == null ? "" : state;
    }

    /** What tells of the database is called {@link DatabaseAway}; all else stays what it is. */
    static Throwable named(Throwable failure) {
        boolean unnamed = !(failure instanceof DatabaseAway) && of(failure) == DATABASE;
        return unnamed ? new DatabaseAway(failure) : failure;
    }

    /**
     * What is in no list is told as a mistake of ours; who writes it asks whether anybody is there.
     */
    private static Trouble ofState(String state) {
        if (state.length() < 2) {
            return UNKNOWN;
        }
        String kind = state.substring(0, 2);
        if (REFUSALS.contains(kind)) {
            return DATA;
        }
        return AWAY_BY_NAME.contains(state) || AWAY.contains(kind) ? DATABASE : UNKNOWN;
    }
}
