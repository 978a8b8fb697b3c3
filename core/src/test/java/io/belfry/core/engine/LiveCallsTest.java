package io.belfry.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallId;
import io.belfry.core.integration.Configuration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveCallsTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final CallId CALL = new CallId("pbx1", "1.1");
    private static final Plan OLD = plan(1);
    private static final Plan NEW = plan(2);

    private final LiveCalls calls = new LiveCalls(3);

    private static Plan plan(long version) {
        return Plan.of(new Configuration(version, List.of(), List.of(), List.of(), List.of()));
    }

    private long version(Kind kind, Instant now) {
        return calls.of(CALL, kind, NEW, now).plan().version();
    }

    @Test
    void aCallThatEndedIsRememberedForAMinute() {
        calls.of(CALL, Kind.RINGING, OLD, TEN);
        calls.of(CALL, Kind.HANGUP, NEW, TEN);

        calls.forget(TEN.plus(LiveCalls.AFTER_END));

        assertThat(version(Kind.RINGING, TEN.plusSeconds(60))).isEqualTo(1);
        calls.of(CALL, Kind.HANGUP, NEW, TEN);
        calls.forget(TEN.plus(LiveCalls.AFTER_END).plusMillis(1));
        assertThat(calls.size()).isZero();
    }

    @Test
    void aTransferBackToAQueueMakesItLiveAgain() {
        calls.of(CALL, Kind.HANGUP, OLD, TEN);
        calls.of(CALL, Kind.RINGING, NEW, TEN.plusSeconds(5));

        calls.forget(TEN.plusSeconds(3600));

        assertThat(version(Kind.UP, TEN.plusSeconds(3600))).isEqualTo(1);
    }

    @Test
    void aCallWhoseEndWasNeverToldLeavesAfterHours() {
        calls.of(CALL, Kind.UP, OLD, TEN);

        calls.forget(TEN.plus(LiveCalls.SILENCE).plusSeconds(1));

        assertThat(calls.size()).isZero();
    }

    @Test
    void ofTooManyTheOldestLeaves() {
        for (int i = 0; i < 5; i++) {
            calls.of(new CallId("pbx1", "c" + i), Kind.UP, OLD, TEN);
        }

        assertThat(calls.shrink()).isEqualTo(2);

        assertThat(calls.size()).isEqualTo(3);
        assertThat(calls.of(new CallId("pbx1", "c4"), Kind.UP, NEW, TEN).plan()).isSameAs(OLD);
        assertThat(calls.of(new CallId("pbx1", "c0"), Kind.UP, NEW, TEN).plan()).isSameAs(NEW);
    }

    @Test
    void aThingIsToldOncePerCall() {
        var call = calls.of(CALL, Kind.UP, OLD, TEN);

        assertThat(call.tell(0)).isTrue();
        assertThat(call.tell(0)).isFalse();
        assertThat(call.tell(130)).isTrue();
    }
}
