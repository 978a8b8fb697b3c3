package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.ScreenPop;
import java.time.Instant;

/**
 * A page of the day and what became of it: what all windows of the agent show alike.
 *
 * @param outcome {@link Outcome#MISSED} while nothing is known after the wait
 * @param open still on its way: neither opened nor given up
 * @param detail in plain English, for the trace
 * @param offlineSeconds how long the agent was away from it; 0 when he was not
 */
record PopState(
        ScreenPop pop,
        boolean open,
        Outcome outcome,
        String detail,
        long offlineSeconds,
        Instant changed) {
    static PopState onItsWay(ScreenPop pop, Instant now) {
        return new PopState(pop, true, Outcome.MISSED, "", 0, now);
    }

    PopState became(Outcome to, String why, Instant now) {
        return new PopState(pop, false, to, why, 0, now);
    }

    PopState missedOffline(long seconds, Instant now) {
        return new PopState(pop, false, Outcome.MISSED, "offline " + seconds + " s", seconds, now);
    }

    /** Neither opened nor put away: the agent may still want it. */
    boolean isUnseen() {
        return open || outcome != Outcome.OPENED && outcome != Outcome.DISMISSED;
    }

    /** What was opened stays opened; anything else may still become something better. */
    boolean accepts(Outcome next) {
        if (open) {
            return true;
        }
        return switch (outcome) {
            case REFUSED -> false;
            case OPENED -> next == Outcome.OPENED;
            case DISMISSED -> next == Outcome.OPENED;
            case BLOCKED, CARD -> next != Outcome.MISSED;
            case MISSED -> true;
        };
    }
}
