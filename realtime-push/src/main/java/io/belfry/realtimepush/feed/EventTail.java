package io.belfry.realtimepush.feed;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest events in memory, without a hole: whoever is only a little behind reads from here. The
 * oldest makes room; it is in the database then.
 */
final class EventTail {
    /** Where somebody is who came before the first event ever. */
    static final EventPosition BEFORE_ALL = new EventPosition("none", 0);

    private final LoggedEvent[] ring;
    private EventPosition start = BEFORE_ALL;
    private long newest;
    private int size;

    EventTail(int most) {
        ring = new LoggedEvent[most];
    }

    /** Known before the first event comes. */
    void startAt(EventPosition position) {
        start = position;
        newest = position.number();
        size = 0;
    }

    /** Of the newest, to come back to. */
    EventPosition position() {
        return size == 0 ? start : ring[slot(newest)].position();
    }

    void add(LoggedEvent event) {
        long number = event.position().number();
        if (number != newest + 1) {
            // told on another bus or by another start: what is in between is not here
            size = 0;
        }
        newest = number;
        ring[slot(number)] = event;
        size = Math.min(size + 1, ring.length);
    }

    /** Number of the newest, whether it is still here or not; 0 for none. */
    long newest() {
        return newest;
    }

    /** Whether all that follows this number is here. */
    boolean reaches(long number) {
        return number >= newest - size;
    }

    /** What follows, oldest first, at most so many. */
    List<LoggedEvent> after(long number, int most) {
        List<LoggedEvent> events = new ArrayList<>();
        for (long next = number + 1; next <= newest && events.size() < most; next++) {
            events.add(ring[slot(next)]);
        }
        return events;
    }

    /** The first that is here. */
    Optional<LoggedEvent> oldest() {
        return size == 0 ? Optional.empty() : Optional.of(ring[slot(newest - size + 1)]);
    }

    /** Whether this start of the server told something that is here. */
    boolean knows(String started) {
        return size > 0 && ring[slot(newest)].position().started().equals(started);
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }
}
