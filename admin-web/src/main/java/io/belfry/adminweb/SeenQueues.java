package io.belfry.adminweb;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names of queues that calls or members were seen in, to offer where one has to be named. */
final class SeenQueues {
    private static final int MOST = 500;

    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    synchronized void add(String queue) {
        if (!queue.isBlank() && names.size() < MOST) {
            names.add(queue);
        }
    }

    synchronized List<String> all() {
        return List.copyOf(names);
    }
}
