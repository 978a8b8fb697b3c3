package io.belfry.realtimepush;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.TraceLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened a moment ago and may not be in the database yet: the queues of the latest calls, so
 * that the story of a call that has just begun can be shown, and the latest steps, so that none is
 * missed between reading a story and following it. Bounded.
 */
final class RecentCalls {
    private static final int CALLS = 5_000;
    private static final int STEPS = 5_000;

    private final Map<String, Set<String>> queues = new Bounded<>(CALLS);
    private final Deque<TraceLine> steps = new ArrayDeque<>();

    void happened(CallEvent event) {
        if (event instanceof CallEvent.Gap || event.call().queue().isEmpty()) {
            return;
        }
        queues.computeIfAbsent(event.callId().toString(), none -> new LinkedHashSet<>())
                .add(event.call().queue());
    }

    void traced(TraceLine line) {
        steps.addLast(line);
        if (steps.size() > STEPS) {
            steps.removeFirst();
        }
    }

    Set<String> queuesOf(String call) {
        return queues.getOrDefault(call, Set.of());
    }

    List<TraceLine> stepsOf(String call) {
        return steps.stream().filter(line -> line.call().equals(call)).toList();
    }
}
