package io.belfry.core.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is next: events of one call one after the other, those of different calls in the order in
 * which they came, and none waits for another call's.
 */
final class CallOrder<T> {
    private final int most;

    /** What waits, by call; a call that is busy keeps its events here until it is done. */
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

    private final Set<String> ready = new LinkedHashSet<>();
    private final Set<String> busy = new HashSet<>();

    /** All that waits, oldest first, with its call. */
    private final Map<T, String> all = new LinkedHashMap<>();

    CallOrder(int most) {
        this.most = most;
    }

    /**
     * @return the oldest, when there is no more room
     */
    Optional<T> add(String call, T item) {
        waiting.computeIfAbsent(call, any -> new ArrayDeque<>()).addLast(item);
        all.put(item, call);
        if (!busy.contains(call)) {
            ready.add(call);
        }
        return all.size() > most ? Optional.of(dropOldest()) : Optional.empty();
    }

    /** It was begun and must be begun again, before all others of its call. */
    void putBack(String call, T item) {
        waiting.computeIfAbsent(call, any -> new ArrayDeque<>()).addFirst(item);
        all.put(item, call);
        busy.remove(call);
        ready.add(call);
    }

    private T dropOldest() {
        Map.Entry<T, String> oldest = all.entrySet().iterator().next();
        take(oldest.getValue(), oldest.getKey());
        return oldest.getKey();
    }

    private void take(String call, T item) {
        all.remove(item);
        Deque<T> items = waiting.get(call);
        items.remove(item);
        if (items.isEmpty()) {
            waiting.remove(call);
            ready.remove(call);
        }
    }

    /** The next one; its call is busy until {@link #done}. */
    Optional<T> next() {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        String call = ready.iterator().next();
        T item = waiting.get(call).peekFirst();
        take(call, item);
        ready.remove(call);
        busy.add(call);
        return Optional.of(item);
    }

    void done(String call) {
        busy.remove(call);
        if (waiting.containsKey(call)) {
            ready.add(call);
        }
    }

    boolean hasNext() {
        return !ready.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Empties it. */
    Set<T> drain() {
        Set<T> left = new LinkedHashSet<>(all.keySet());
        all.clear();
        waiting.clear();
        ready.clear();
        return left;
    }
}
