package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.QueueScope;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Role;
import java.util.Collection;

/**
 * What one user may see of rows and calls: the only place where that is decided. A supervisor sees
 * the queues assigned to him. What has no queue (an outbound call, a row pushed without one) nobody
 * can tell to be his, so only administrators see it.
 */
record Sight(Principal who) {
    boolean everything() {
        return who.role() == Role.ADMIN;
    }

    boolean queue(String queue) {
        return everything() || !queue.isEmpty() && who.maySee(queue);
    }

    /** The same right, as the database is asked. */
    QueueScope scope() {
        return everything()
                ? QueueScope.ALL
                : QueueScope.only(who.queues().stream().filter(this::queue).toList());
    }

    boolean row(RealtimeRow row) {
        return queue(row.queue());
    }

    /** A call that went through several queues belongs to the supervisors of each of them. */
    boolean callOf(Collection<String> queues) {
        return everything() || queues.stream().anyMatch(this::queue);
    }
}
