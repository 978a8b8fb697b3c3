package io.belfry.core.engine;

import io.belfry.core.call.CallEvent;
import io.belfry.core.engine.LiveCalls.LiveCall;
import io.belfry.core.integration.AgentAddress;
import io.belfry.core.integration.Effect;
import io.belfry.core.integration.EventFields;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import io.belfry.core.integration.RulePlan;
import io.belfry.core.integration.Verdict;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event meets the rules and scripts of all integrations, at the version that its call began
 * with.
 */
final class EventRun {
    private static final Logger LOG = LoggerFactory.getLogger(EventRun.class);

    private final CallEvent event;
    private final EventFields fields;
    private final LiveCall call;
    private final AgentAddress agent;
    private final Story story;
    private final Dispatcher dispatcher;
    private final ScriptDesk scripts;
    private final EngineCounters counters;

    EventRun(
            CallEvent event,
            EventFields fields,
            LiveCall call,
            Story story,
            Dispatcher dispatcher,
            ScriptDesk scripts,
            EngineCounters counters) {
        this.event = event;
        this.fields = fields;
        this.call = call;
        this.agent = AgentAddress.of(fields, call.plan().directory());
        this.story = story;
        this.dispatcher = dispatcher;
        this.scripts = scripts;
        this.counters = counters;
    }

    void run() {
        for (Plan.Entry entry : call.plan().entries()) {
            isolated(entry);
        }
    }

    /** However one integration fails, it is told in the call's story and never stops the others. */
    private void isolated(Plan.Entry entry) {
        try {
            meet(entry);
        } catch (RuntimeException e) {
            failed(entry.integration(), String.valueOf(e.getMessage()));
            LOG.debug("integration {} failed at {}", entry.integration().appname(), event.id(), e);
        }
    }

    private void failed(Integration integration, String why) {
        counters.failures.increment();
        story.trouble(event, integration, "the integration failed: " + why);
    }

    private void meet(Plan.Entry entry) {
        Integration integration = entry.integration();
        if (!integration.enabled()) {
            if (event.kind().isOriginal() && call.tell(entry.number())) {
                story.switchedOff(event, integration);
            }
            return;
        }
        if (!entry.broken().isEmpty() && call.tell(entry.number())) {
            failed(integration, entry.broken());
        }
        for (int i = 0; i < entry.rules().size(); i++) {
            meet(entry, entry.rules().get(i), i);
        }
        entry.script().ifPresent(code -> scripts.run(event, fields, integration, code));
    }

    private void meet(Plan.Entry entry, RulePlan plan, int place) {
        Rule rule = plan.rule();
        boolean looks = rule.enabled() && rule.events().contains(event.kind());
        if (!looks && isKnown(rule, entry.numberOf(place))) {
            return;
        }
        Cause cause =
                new Cause(
                        event,
                        fields,
                        agent,
                        entry.integration(),
                        rule,
                        place,
                        call.plan().version());
        Verdict verdict = plan.judge(fields);
        story.judged(cause, verdict);
        if (looks) {
            (verdict.holds() ? counters.yes : counters.no).increment();
        }
        if (verdict.holds()) {
            carryOut(cause, plan.effects(fields));
        }
    }

    /**
     * That a rule waits for something else is worth one line in a call's story; of the events that
     * only rules get which name them, it is worth none.
     */
    private boolean isKnown(Rule rule, int number) {
        boolean asked = event.kind().isOriginal() || rule.events().contains(event.kind());
        return !asked || !call.tell(number);
    }

    private void carryOut(Cause cause, List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            dispatcher.carryOut(cause, i, effects.get(i));
        }
    }
}
