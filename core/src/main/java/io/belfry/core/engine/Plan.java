package io.belfry.core.engine;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.RulePlan;
import io.belfry.core.script.ScriptCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of the settings, ready for events: whole or not at all, and never changed. */
record Plan(long version, AgentDirectory directory, List<Entry> entries) {
    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

    Plan {
        entries = List.copyOf(entries);
    }

    /**
     * @param number of the integration among all integrations and rules of this plan; its rules
     *     follow
     * @param rules in the order of the settings; the place is part of ids
     * @param broken why nothing can be done with it; empty when it can
     * @param script none when the integration has none
     */
    record Entry(
            int number,
            Integration integration,
            List<RulePlan> rules,
            String broken,
            Optional<ScriptCode> script) {
        Entry {
            rules = List.copyOf(rules);
        }

        int numberOf(int place) {
            return number + 1 + place;
        }
    }

    static Plan of(Configuration configuration) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (Integration integration : configuration.integrations()) {
            Entry entry = entry(number, integration);
            entries.add(entry);
            number = entry.numberOf(entry.rules().size());
        }
        return new Plan(configuration.version(), configuration.directory(), entries);
    }

    /** One integration that can not be read must not take the others with it. */
    private static Entry entry(int number, Integration integration) {
        try {
            return new Entry(
                    number,
                    integration,
                    integration.rules().stream()
                            .map(rule -> RulePlan.of(rule, integration.url()))
                            .toList(),
                    "",
                    script(integration));
        } catch (RuntimeException e) {
            LOG.warn("integration {} can not be used", integration.appname(), e);
            return new Entry(
                    number,
                    integration,
                    List.of(),
                    String.valueOf(e.getMessage()),
                    script(integration));
        }
    }

    private static Optional<ScriptCode> script(Integration integration) {
        return integration.script().isEmpty()
                ? Optional.empty()
                : Optional.of(ScriptCode.of(integration));
    }

    /** Scripts that can be called. */
    List<ScriptCode> scripts() {
        return entries.stream()
                .filter(entry -> entry.integration().enabled())
                .flatMap(entry -> entry.script().stream())
                .toList();
    }

    /** Whether any rule looks at events of this kind. */
    boolean asksFor(Kind kind) {
        return entries.stream()
                .filter(entry -> entry.integration().enabled())
                .flatMap(entry -> entry.rules().stream())
                .anyMatch(plan -> plan.rule().enabled() && plan.rule().events().contains(kind));
    }
}
