package io.belfry.simulator.plan;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A queue as queues.conf and the dialplan define it.
 *
 * @param did the number that leads into it, empty when none does
 * @param ringTimeout how long a member's phone rings
 * @param timeout how long a caller waits before the dialplan takes the caller out again
 * @param answered whether the dialplan answers before the queue; if not, the caller hears ringing
 */
public record QueuePlan(
        String name,
        String did,
        Strategy strategy,
        Duration ringTimeout,
        Duration retry,
        Duration wrapUp,
        Duration timeout,
        boolean answered,
        List<MemberPlan> members) {

    public QueuePlan {
        members = List.copyOf(members);
    }

    public QueuePlan withMembers(List<MemberPlan> others) {
        return new QueuePlan(
                name, did, strategy, ringTimeout, retry, wrapUp, timeout, answered, others);
    }

    /** Who is rung first: the words of queues.conf. */
    public enum Strategy {
        RINGALL,
        RRMEMORY,
        LINEAR,
        LEASTRECENT,
        RANDOM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
