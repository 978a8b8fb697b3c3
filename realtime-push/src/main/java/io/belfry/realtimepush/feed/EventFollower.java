package io.belfry.realtimepush.feed;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import java.util.Optional;

/**
 * One program that is told all that happened, in order: where it is, and how it is told. Nothing is
 * queued for it; when it reads slowly it falls behind and gets the rest from the log.
 */
public abstract class EventFollower {
    private long number;
    private boolean reading;
    private boolean ended;

    /** It can take no more for the moment; {@link EventFeed#goOn} when it can again. */
    protected abstract boolean isFull();

    /**
     * It is known where it stands; what follows comes now.
     *
     * @param position where that is, when it did not say so itself; to come back to when the
     *     connection breaks before anything has happened
     */
    protected abstract void began(Optional<EventPosition> position);

    /** The next in order. What it does not want or may not see it leaves aside. */
    protected abstract void told(LoggedEvent event);

    /**
     * So many events are not to be had any more, for whoever and of whatever kind.
     *
     * @param count less than 0 when nobody knows how many
     */
    protected abstract void lost(long count);

    /** The log can not be read: it is sent away, and may come back to where it was. */
    protected abstract void giveUp();

    /** It is told nothing more. */
    public final void end() {
        ended = true;
    }

    public final boolean hasEnded() {
        return ended;
    }

    /** Where it was before. */
    final void begin(long from) {
        number = from;
        began(Optional.empty());
    }

    final void beginAt(EventPosition newest) {
        number = newest.number();
        began(Optional.of(newest));
    }

    final void tell(LoggedEvent event) {
        long missing = event.position().number() - number - 1;
        if (missing > 0) {
            lost(missing);
        }
        number = event.position().number();
        told(event);
    }

    /** All up to here it has had. */
    final long number() {
        return number;
    }

    /** All up to there is gone, and it was told so. */
    final void skipTo(long to) {
        number = to;
    }

    /** While the database is asked for what it missed. */
    final void reading(boolean now) {
        reading = now;
    }

    final boolean canBeTold() {
        return !reading && !ended && !isFull();
    }
}
