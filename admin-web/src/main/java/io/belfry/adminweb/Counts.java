package io.belfry.adminweb;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.call.CallEvent.Kind;
import java.util.EnumMap;
import java.util.Map;

/** Counts of one queue's day. */
final class Counts {
    private final Map<Kind, Long> events = new EnumMap<>(Kind.class);
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long calls;

    /**
     * @param isNew whether the call was not heard of before
     */
    void add(Kind kind, boolean isNew) {
        events.merge(kind, 1L, Long::sum);
        calls += isNew ? 1 : 0;
    }

    void add(Outcome outcome, long more) {
        outcomes.merge(outcome, more, Long::sum);
    }

    Today.Figures figures() {
        return new Today.Figures(
                calls,
                of(Kind.UP),
                of(Kind.ABANDON),
                of(Kind.OUTBOUND),
                of(Outcome.OPENED),
                of(Outcome.CARD) + of(Outcome.DISMISSED),
                of(Outcome.BLOCKED),
                of(Outcome.MISSED) + of(Outcome.REFUSED));
    }

    private long of(Kind kind) {
        return events.getOrDefault(kind, 0L);
    }

    private long of(Outcome outcome) {
        return Math.max(0, outcomes.getOrDefault(outcome, 0L));
    }
}
