package io.belfry.realtimepush.programs;

import io.belfry.core.call.CallEvent.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who a token belongs to.
 *
 * @param id of the token; what is revoked by it
 * @param name that people gave it
 * @param queues whose events it gets and whose agents it may reach; empty for all
 * @param events that it may get at all; empty for all
 */
public record Program(
        String id, String name, Set<Right> rights, List<String> queues, Set<Kind> events) {
    public Program {
        rights = Set.copyOf(rights);
        queues = List.copyOf(queues);
        events = Set.copyOf(events);
    }

    /** May do everything. */
    public static Program unlimited(String id, String name) {
        return new Program(id, name, EnumSet.allOf(Right.class), List.of(), Set.of());
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }

    /** What has no queue nobody can tell to be its own, so it belongs to who may see all. */
    public boolean maySee(String queue) {
        return queues.isEmpty() || !queue.isEmpty() && queues.contains(queue);
    }

    boolean mayGet(String kind) {
        return events.isEmpty() || events.stream().anyMatch(each -> each.word().equals(kind));
    }
}
