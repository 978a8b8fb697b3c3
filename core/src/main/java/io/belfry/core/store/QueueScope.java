package io.belfry.core.store;

import java.util.Collection;
import java.util.List;

/**
 * Which queues somebody may see.
 *
 * @param all an administrator, who also sees calls without a queue
 * @param queues those of a supervisor; may be empty, then there is nothing to see
 */
public record QueueScope(boolean all, List<String> queues) {
    public static final QueueScope ALL = new QueueScope(true, List.of());

    public QueueScope {
        queues = List.copyOf(queues);
    }

    public static QueueScope only(List<String> queues) {
        return new QueueScope(false, queues);
    }

    /** Something that belongs to any of these. */
    public boolean sees(Collection<String> others) {
        return all || others.stream().anyMatch(queues::contains);
    }
}
