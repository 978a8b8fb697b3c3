package io.belfry.core.engine;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for each live call the version of the settings that it began with: what an
 * administrator saves in between is for the next call. An entry leaves a minute after the call's
 * end (late events, a transfer back to a queue), after hours of silence, or as the oldest of too
 * many.
 */
final class LiveCalls {
    static final int MOST = 50_000;
    static final Duration AFTER_END = Duration.ofMinutes(1);

    /** Longer than any call; one whose end was never told must not stay for ever. */
    static final Duration SILENCE = Duration.ofHours(6);

    private final Map<CallId, LiveCall> calls = new LinkedHashMap<>();
    private final int most;

    LiveCalls(int most) {
        this.most = most;
    }

    /** One call and what was already said about it. */
    static final class LiveCall {
        private final Plan plan;
        private final BitSet told = new BitSet();
        private Instant seen = Instant.EPOCH;
        private boolean ended;

        LiveCall(Plan plan) {
            this.plan = plan;
        }

        Plan plan() {
            return plan;
        }

        /**
         * True the first time for each integration and rule.
         *
         * @param number see {@link Plan.Entry#number}
         */
        boolean tell(int number) {
            boolean first = !told.get(number);
            told.set(number);
            return first;
        }
    }

    /**
     * @param current what the call gets when it is a new one
     */
    LiveCall of(CallId id, Kind kind, Plan current, Instant now) {
        LiveCall call = calls.computeIfAbsent(id, any -> new LiveCall(current));
        call.seen = now;
        call.ended = isEnd(kind);
        return call;
    }

    /** Drops the oldest when there are too many and says how many that were. */
    int shrink() {
        int dropped = 0;
        Iterator<LiveCall> oldest = calls.values().iterator();
        while (calls.size() > most) {
            oldest.next();
            oldest.remove();
            dropped++;
        }
        return dropped;
    }

    void forget(Instant now) {
        calls.values()
                .removeIf(call -> call.seen.plus(call.ended ? AFTER_END : SILENCE).isBefore(now));
    }

    int size() {
        return calls.size();
    }

    private static boolean isEnd(Kind kind) {
        return switch (kind) {
            case HANGUP, ABANDON, LEAVE, OUTBOUNDHANGUP -> true;
            case RINGING,
                    UP,
                    OUTBOUND,
                    NOANSWER,
                    REJECT,
                    TAKEN,
                    QUEUED,
                    HOLD,
                    UNHOLD,
                    TRANSFER,
                    TRANSFERRED,
                    OUTBOUNDUP,
                    PAUSE,
                    UNPAUSE,
                    LOGIN,
                    LOGOUT,
                    GAP ->
                    false;
        };
    }
}
