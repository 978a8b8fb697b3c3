package io.belfry.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Questions that a later fact usually answers. Each waits as long as all others, then it is looked
 * at with what is known by then.
 */
final class Deadlines {
    /** Many more than calls can end in the time that a question waits. */
    private static final int MOST = 100_000;

    private final Duration wait;
    private final Deque<Question> open = new ArrayDeque<>();

    Deadlines(Duration wait) {
        this.wait = wait;
    }

    /** When there are too many, the oldest is never answered: the next snapshot does it. */
    void add(Instant now, Supplier<List<CallEvent>> answer) {
        if (open.size() >= MOST) {
            open.poll();
        }
        open.add(new Question(now.plus(wait), answer));
    }

    List<CallEvent> due(Instant now) {
        if (open.isEmpty() || open.peek().until().isAfter(now)) {
            return List.of();
        }
        List<CallEvent> told = new ArrayList<>();
        while (!open.isEmpty() && !open.peek().until().isAfter(now)) {
            told.addAll(open.poll().answer().get());
        }
        return told;
    }

    private record Question(Instant until, Supplier<List<CallEvent>> answer) {}
}
