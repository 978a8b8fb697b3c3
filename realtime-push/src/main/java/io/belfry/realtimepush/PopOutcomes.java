package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.PopId;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of the pages that integrations and programs opened: remembers the latest outcome for
 * each integration, agent and call, because a row may be written before or after its page was
 * opened. A {@link Delivery} names the event that caused it, see {@link PopId}, so the events of
 * the last while are remembered too. A program opens pages without naming an integration; they
 * count for the rows that the same program pushes of the same agent and call. All memories are
 * bounded.
 */
final class PopOutcomes {
    private static final int EVENTS = 10_000;
    private static final int OUTCOMES = 10_000;

    /** Programs have one; more would be a mistake that must not grow. */
    private static final int INTEGRATIONS_OF_A_PROGRAM = 20;

    private final Map<String, About> events = new Bounded<>(EVENTS);
    private final Bounded<Pop, String> outcomes = new Bounded<>(OUTCOMES);
    private final Bounded<Pop, String> ofPrograms = new Bounded<>(OUTCOMES);
    private final Map<Pop, Set<String>> pushed = new Bounded<>(OUTCOMES);
    private Configuration configuration = Configuration.EMPTY;

    /** One integration's, or one program's, pages for one agent in one call. */
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
     * Empty for what is no page of an integration or program (a notification, an administrator's
     * command), for one of an integration that is gone, and for one so late that its event is
     * forgotten.
     */
    List<Told> delivered(Delivery delivery) {
        return PopId.of(delivery.popId())
                .map(id -> told(id, delivery.outcome().word()))
                .orElse(List.of());
    }

    private List<Told> told(PopId id, String outcome) {
        About about = events.get(id.event());
        if (about == null) {
            return List.of();
        }
        return id.isOf(PopId.Source.PROGRAM)
                ? toldOfProgram(new Pop(id.sender(), about.call(), about.peer()), outcome)
                : toldOfIntegration(id, about, outcome);
    }

    private List<Told> toldOfIntegration(PopId id, About about, String outcome) {
        return configuration
                .integration(id.sender())
                .filter(integration -> !isNotice(integration, id))
                .map(each -> told(new Pop(each.appname(), about.call(), about.peer()), outcome))
                .map(List::of)
                .orElse(List.of());
    }

    private List<Told> toldOfProgram(Pop ofProgram, String outcome) {
        ofPrograms.renew(ofProgram, outcome);
        List<Told> all = new ArrayList<>();
        for (String integration : pushed.getOrDefault(ofProgram, Set.of())) {
            all.add(told(new Pop(integration, ofProgram.call(), ofProgram.peer()), outcome));
        }
        return all;
    }

    private Told told(Pop pop, String outcome) {
        outcomes.renew(pop, outcome);
        return new Told(pop, outcome);
    }

    /** Somebody pushes a row; of a program it is remembered that this is what its pages are for. */
    void pushed(String requestId, Pop row) {
        PopId.of(requestId)
                .filter(id -> id.isOf(PopId.Source.PROGRAM))
                .map(id -> new Pop(id.sender(), row.call(), row.peer()))
                .ifPresent(ofProgram -> pushed(ofProgram, row));
    }

    private void pushed(Pop ofProgram, Pop row) {
        Set<String> all = pushed.computeIfAbsent(ofProgram, none -> new LinkedHashSet<>());
        String before = ofPrograms.getOrDefault(ofProgram, "");
        if (all.size() < INTEGRATIONS_OF_A_PROGRAM
                && all.add(row.integration())
                && !before.isEmpty()) {
            outcomes.renew(row, before);
        }
    }

    /** Notifications are acknowledged in the same way, but the table tells of pages only. */
    private static boolean isNotice(Integration integration, PopId id) {
        List<Rule> rules = integration.rules();
        if (!id.isOf(PopId.Source.RULE) || id.rule() >= rules.size()) {
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
