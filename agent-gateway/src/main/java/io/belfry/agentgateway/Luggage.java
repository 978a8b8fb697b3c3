package io.belfry.agentgateway;

import io.belfry.agentgateway.AgentWindows.Window;
import io.belfry.agentgateway.Outbox.Entry;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.bus.HandOver.Course;
import io.belfry.core.bus.HandOver.Item;
import io.belfry.core.bus.HandOver.Message;
import io.belfry.core.bus.HandOver.Pop;
import java.time.Duration;
import java.time.Instant;

/** Things of an agent's day, packed for the way to another node. */
final class Luggage {
    private static final Course NOT_OWED = new Course(false, false, false, "", 0);

    private Luggage() {}

    /** Just asked for, on its way to a page of that browser. */
    static Item fresh(Parcel parcel, String browser, Instant now) {
        Course course = new Course(true, false, true, browser, 0);
        if (parcel instanceof Parcel.OfNotice of) {
            return new Message(of.notice(), course);
        }
        return pop(PopState.onItsWay(((Parcel.OfPage) parcel).pop(), now), course);
    }

    /** Not answered yet. */
    static Item owed(Entry entry, DayList day, Instant now) {
        Course course =
                new Course(
                        true,
                        entry.isStale(),
                        entry.sentTo().isPresent(),
                        entry.sentTo().map(Window::browser).orElse(""),
                        Duration.between(entry.added(), now).toMillis());
        if (entry.parcel() instanceof Parcel.OfNotice of) {
            return new Message(of.notice(), course);
        }
        // the list of the day may be too short for what is still owed
        return pop(
                day.find(entry.parcel().id())
                        .orElseGet(
                                () ->
                                        PopState.onItsWay(
                                                        ((Parcel.OfPage) entry.parcel()).pop(),
                                                        entry.added())
                                                .became(Outcome.MISSED, Courier.NO_PAGE, now)),
                course);
    }

    /** Answered, or never to be. */
    static Item seen(PopState state) {
        return pop(state, NOT_OWED);
    }

    static Item seen(Notice notice) {
        return new Message(notice, NOT_OWED);
    }

    static PopState state(Pop given) {
        return new PopState(
                given.pop(),
                given.open(),
                given.outcome(),
                given.detail(),
                given.offlineSeconds(),
                given.changed());
    }

    private static Pop pop(PopState state, Course course) {
        return new Pop(
                state.pop(),
                state.open(),
                state.outcome(),
                state.detail(),
                state.offlineSeconds(),
                state.changed(),
                course);
    }
}
