package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.PopId;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the pages that integrations opened: remembers the latest outcome for each
 * integration, agent and call, because a row may be written before or after its page was opened. A
 * {@link Delivery} names the event that caused it, see {@link PopId}, so the events of the last
 * while are remembered too. Both memories are bounded.
 */
final class PopOutcomes {
    private static final int EVENTS = 10_000;
    private static final int OUTCOMES = 10_000;

    private final Map<String, About> events = new Bounded<>(EVENTS);
    private final Bounded<Pop, String> outcomes = new Bounded<>(OUTCOMES);
    private Configuration configuration = Configuration.EMPTY;

    /** One integration's pages for one agent in one call. */
    record Pop(String integration, String call, String peer) {}

    private record About(String call, String peer) {}

    /** A delivery that could be told: whose rows have this outcome now. */
    record Told(Pop pop, String outcome) {}

    void configured(Configuration now) {
        configuration = now;
    }

    void happened(CallEvent event) {
        if (event instanceof CallEvent.WithAgent about && !about.agent().peer().isEmpty()) {
            events.put(event.id(), new About(event.callId().toString(), about.agent().peer()));
        }
    }

    /**
     * Empty for what is no page of an integration (a notification, an administrator's command), for
     * one of an integration that is gone, and for one so late that its event is forgotten.
     */
    Optional<Told> delivered(Delivery delivery) {
        return PopId.of(delivery.popId()).flatMap(id -> told(id, delivery.outcome().word()));
    }

    private Optional<Told> told(PopId id, String outcome) {
        About about = events.get(id.event());
        Optional<Integration> integration = configuration.integration(id.integration());
        if (about == null || integration.isEmpty() || isNotice(integration.get(), id)) {
            return Optional.empty();
        }
        Pop pop = new Pop(integration.get().appname(), about.call(), about.peer());
        outcomes.renew(pop, outcome);
        return Optional.of(new Told(pop, outcome));
    }

    /** Notifications are acknowledged in the same way, but the table tells of pages only. */
    private static boolean isNotice(Integration integration, PopId id) {
        List<Rule> rules = integration.rules();
        if (id.rule() >= rules.size()) {
            return false;
        }
        List<Action> actions = rules.get(id.rule()).actions();
        return id.action() < actions.size() && actions.get(id.action()) instanceof Action.Notify;
    }

    /** Empty when no page was opened for this integration, agent and call. */
    String of(Pop pop) {
        return outcomes.getOrDefault(pop, "");
    }
}
