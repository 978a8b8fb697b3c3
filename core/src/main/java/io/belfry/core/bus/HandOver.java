package io.belfry.core.bus;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import java.time.Instant;
import java.util.List;

/**
 * A part of an agent's day that moves to another node, because he did. Spans of time, not moments,
 * decide what may still open: two nodes' clocks are never quite the same.
 *
 * @param agent id of the agent
 * @param awayMillis how long ago his last page went away from the giver; negative for never
 */
public record HandOver(String agent, long awayMillis, List<Item> items) {
    public HandOver {
        items = List.copyOf(items);
    }

    /** One page or one message, and how far it got. */
    public sealed interface Item {
        /** Of the {@link ScreenPop} or {@link Notice}. */
        String id();

        Course course();

        Item with(Course other);
    }

    /**
     * @param open neither opened nor given up
     * @param outcome so far; {@code MISSED} while it is open
     * @param offlineSeconds how long the agent was away from it; 0 when he was not
     * @param changed when the outcome came
     */
    public record Pop(
            ScreenPop pop,
            boolean open,
            Delivery.Outcome outcome,
            String detail,
            long offlineSeconds,
            Instant changed,
            Course course)
            implements Item {
        @Override
        public String id() {
            return pop.id();
        }

        @Override
        public Pop with(Course other) {
            return new Pop(pop, open, outcome, detail, offlineSeconds, changed, other);
        }

        /** What is known now; nobody owes a page that has answered. */
        public Pop told(Delivery.Outcome word, String why, Instant now) {
            Course next = word == Delivery.Outcome.MISSED ? course : course.settled();
            return new Pop(pop, false, word, why, offlineSeconds, now, next);
        }
    }

    public record Message(Notice notice, Course course) implements Item {
        @Override
        public String id() {
            return notice.id();
        }

        @Override
        public Message with(Course other) {
            return new Message(notice, other);
        }
    }

    /**
     * @param owed a page still has to answer it
     * @param stale the agent's part of its call is over
     * @param sent a page had it when that page went away
     * @param browser the browser of that page
     * @param ageMillis since it was asked for
     */
    public record Course(
            boolean owed, boolean stale, boolean sent, String browser, long ageMillis) {
        public Course aged(long millis) {
            return new Course(owed, stale, sent, browser, millis);
        }

        private Course settled() {
            return new Course(false, stale, sent, browser, ageMillis);
        }
    }
}
