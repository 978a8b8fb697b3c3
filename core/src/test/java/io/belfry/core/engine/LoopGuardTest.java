package io.belfry.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoopGuardTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private final LoopGuard guard = new LoopGuard();

    private boolean permitsMore(String integration, String where, int times, Instant at) {
        boolean all = true;
        for (int i = 0; i < times; i++) {
            all &= guard.permits(integration, where, at);
        }
        return all;
    }

    @Test
    void thirtyActionsAMinuteAreEnoughForOneAgent() {
        assertThat(permitsMore("acme", "agent john", 30, TEN)).isTrue();

        assertThat(guard.permits("acme", "agent john", TEN.plusSeconds(59))).isFalse();
        assertThat(guard.permits("acme", "agent anna", TEN.plusSeconds(59))).isTrue();
        assertThat(guard.permits("other", "agent john", TEN.plusSeconds(59))).isTrue();
    }

    @Test
    void theMinuteMovesOn() {
        permitsMore("acme", "agent john", 30, TEN);

        assertThat(guard.permits("acme", "agent john", TEN.plusSeconds(61))).isTrue();
    }

    @Test
    void afterAPauseItBeginsAnew() {
        permitsMore("acme", "agent john", 30, TEN);

        guard.clear("acme");

        assertThat(guard.permits("acme", "agent john", TEN)).isTrue();
    }
}
