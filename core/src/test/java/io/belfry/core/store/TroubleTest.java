package io.belfry.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {
    /** From the lists of PostgreSQL (appendix A) and H2 (org.h2.api.ErrorCode). */
    @ParameterizedTest
    @CsvSource({
        "08001, DATABASE, no connection",
        "08006, DATABASE, connection lost",
        "28P01, DATABASE, password of the database changed",
        "3D000, DATABASE, no such database",
        "40001, DATABASE, serialization failed",
        "40P01, DATABASE, deadlock",
        "53100, DATABASE, disk full",
        "53300, DATABASE, too many connections",
        "55P03, DATABASE, lock not available",
        "57014, DATABASE, statement took too long",
        "57P01, DATABASE, shut down by its administrator",
        "57P03, DATABASE, is starting",
        "58030, DATABASE, disk fails",
        "25006, DATABASE, is a stand-by now",
        "25P03, DATABASE, frozen transaction was ended",
        "HYT00, DATABASE, H2: locked",
        "90007, DATABASE, H2: connection closed",
        "90020, DATABASE, H2: in use by another process",
        "90067, DATABASE, H2: connection broken",
        "90098, DATABASE, H2: closed",
        "90121, DATABASE, H2: shut down",
        "21000, DATA, more than one row",
        "22001, DATA, text too long",
        "22P02, DATA, no number",
        "23502, DATA, null",
        "23505, DATA, already there",
        "42601, DATA, syntax",
        "42703, DATA, no such column",
        "42P01, DATA, no such table",
        "42S22, DATA, H2: no such column",
        "0A000, UNKNOWN, not supported",
        "25P02, UNKNOWN, transaction has failed before",
        "34000, UNKNOWN, no such cursor",
        "54001, UNKNOWN, statement too complex",
        "55000, UNKNOWN, not in the right state",
        "P0001, UNKNOWN, raised by a function",
        "XX000, UNKNOWN, bug of PostgreSQL",
        "HY000, UNKNOWN, bug of H2",
        "HYC00, UNKNOWN, H2: not supported",
        "90022, UNKNOWN, H2: no such function",
        "9, UNKNOWN, no state at all",
        "'', UNKNOWN, no state at all"
    })
    void whoseFaultItIsStandsInTheState(String state, Trouble whose, String meaning) {
        assertThat(Trouble.of(new SQLException(meaning, state))).isEqualTo(whose);
        assertThat(Trouble.of(new PgException(meaning, "ERROR", state, ""))).isEqualTo(whose);
        assertThat(Trouble.named(new SQLException(meaning, state)) instanceof DatabaseAway)
                .isEqualTo(whose == Trouble.DATABASE);
    }

    @Test
    void whatNeverReachedTheDatabaseIsItsAbsence() {
        assertThat(Trouble.of(new TimeoutException())).isEqualTo(Trouble.DATABASE);
        assertThat(Trouble.of(new ConnectException())).isEqualTo(Trouble.DATABASE);
        assertThat(Trouble.of(new IOException())).isEqualTo(Trouble.DATABASE);
        assertThat(Trouble.of(ClosedConnectionException.INSTANCE)).isEqualTo(Trouble.DATABASE);
        assertThat(Trouble.of(new VertxException("pool"))).isEqualTo(Trouble.DATABASE);
        assertThat(Trouble.of(new SQLException("says nothing"))).isEqualTo(Trouble.UNKNOWN);
        assertThat(Trouble.of(new IllegalStateException())).isEqualTo(Trouble.UNKNOWN);
    }
}
