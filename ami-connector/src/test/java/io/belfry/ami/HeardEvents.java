package io.belfry.ami;

import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it hears. */
final class HeardEvents implements AmiSource.Listener {
    private final List<AmiEvent> events = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();

    @Override
    public synchronized void events(List<AmiEvent> batch) {
        events.addAll(batch);
    }

    @Override
    public synchronized void doubt(String why) {
        doubts.add(why);
    }

    @Override
    public synchronized void closed(String why) {
        closed.add(why);
    }

    synchronized List<AmiEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<String> closed() {
        return List.copyOf(closed);
    }

    synchronized List<String> doubts() {
        return List.copyOf(doubts);
    }

    long count(AmiType type) {
        return events().stream().filter(event -> event.type() == type).count();
    }
}
