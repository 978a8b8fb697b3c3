package io.belfry.simulator.manager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the clients sent, message by message, bounded: the oldest go and are counted. */
final class ActionJournal {
    private final int limit;
    private final Deque<ReceivedAction> actions = new ArrayDeque<>();
    private long dropped;

    ActionJournal(int limit) {
        this.limit = limit;
    }

    synchronized void add(ReceivedAction action) {
        actions.add(action);
        if (actions.size() > limit) {
            actions.poll();
            dropped++;
        }
    }

    synchronized List<ReceivedAction> all() {
        return List.copyOf(actions);
    }

    synchronized long dropped() {
        return dropped;
    }
}
