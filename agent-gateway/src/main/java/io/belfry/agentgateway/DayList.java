package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pages and notices of one agent's day, the newest only, and how many fell out unopened: what
 * he has had in front of him is history, and may go.
 */
final class DayList {
    private static final int NOTICES = 20;

    private final int limit;
    private final Map<String, PopState> pops = new LinkedHashMap<>();
    private final Deque<Notice> notices = new ArrayDeque<>();
    private int older;
    private long dropped;

    DayList(int limit) {
        this.limit = limit;
    }

    /** A change keeps the place in the list. */
    void put(PopState state) {
        pops.put(state.pop().id(), state);
        while (pops.size() > limit) {
            PopState oldest = pops.remove(pops.keySet().iterator().next());
            if (oldest.isUnseen()) {
                older++;
                dropped++;
            }
        }
    }

    void put(Notice notice) {
        notices.addLast(notice);
        if (notices.size() > NOTICES) {
            notices.removeFirst();
        }
    }

    Optional<PopState> find(String id) {
        return Optional.ofNullable(pops.get(id));
    }

    boolean hasNotice(String id) {
        return notices.stream().anyMatch(notice -> notice.id().equals(id));
    }

    void remove(String id) {
        pops.remove(id);
        notices.removeIf(notice -> notice.id().equals(id));
    }

    /** Oldest first. */
    List<PopState> pops() {
        return List.copyOf(pops.values());
    }

    List<Notice> notices() {
        return new ArrayList<>(notices);
    }

    /** What was missed for want of a page, since the last page went away. */
    List<PopState> missedSince(Instant moment) {
        return pops.values().stream()
                .filter(state -> state.open() || state.outcome() == Outcome.MISSED)
                .filter(state -> state.offlineSeconds() == 0 && !state.changed().isBefore(moment))
                .toList();
    }

    /** How many of those that the list had no room for were never opened, until it is empty. */
    int older() {
        return older;
    }

    /** The same since it began; only grows. */
    long dropped() {
        return dropped;
    }

    void forgetBefore(Instant moment) {
        pops.values().removeIf(state -> state.changed().isBefore(moment));
        notices.removeIf(notice -> notice.at().isBefore(moment));
        if (pops.isEmpty()) {
            older = 0;
        }
    }

    boolean isEmpty() {
        return pops.isEmpty() && notices.isEmpty();
    }
}
