package io.belfry.core.integration;

import io.belfry.core.call.CallEvent;
import java.util.List;
import java.util.Set;

/**
 * When this happens, do that.
 *
 * @param events kinds of events it looks at
 * @param all every one of these must hold
 * @param any at least one of these must hold; both lists empty means always
 */
public record Rule(
        String name,
        boolean enabled,
        Set<CallEvent.Kind> events,
        List<Condition> all,
        List<Condition> any,
        List<Action> actions) {
    public Rule {
        events = Set.copyOf(events);
        all = List.copyOf(all);
        any = List.copyOf(any);
        actions = List.copyOf(actions);
    }
}
