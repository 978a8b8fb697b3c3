package io.belfry.core.store;

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
        boolean late = failure instanceof TimeoutException || failure instanceof IOException;
        return late ? DATABASE : UNKNOWN;
    }

    private static Trouble ofState(String state) {
        if (state == null || state.length() < 2) {
            return UNKNOWN;
        }
        return REFUSALS.contains(state.substring(0, 2)) ? DATA : DATABASE;
    }
}
