package io.belfry.core.integration;

import java.util.List;
import java.util.function.Function;

/**
 * A rule made ready for many events: its conditions and templates are read once. Pure, so the
 * engine, the preview and the replay of old calls are the same few calls.
 */
public final class RulePlan {
    private final Rule rule;
    private final Function<EventFields, Verdict> judge;
    private final List<ActionPlan> actions;

    private RulePlan(Rule rule, Function<EventFields, Verdict> judge, List<ActionPlan> actions) {
        this.rule = rule;
        this.judge = judge;
        this.actions = actions;
    }

    /**
     * A condition that can not be used in spite of all checks makes the rule say no to everything,
     * and say why.
     *
     * @param home the integration's own url template
     */
    public static RulePlan of(Rule rule, String home) {
        List<ActionPlan> actions =
                rule.actions().stream().map(action -> ActionPlan.of(action, home)).toList();
        try {
            return new RulePlan(rule, Judge.of(rule)::judge, actions);
        } catch (IllegalArgumentException e) {
            Verdict broken = new Verdict.No("the rule is broken: " + e.getMessage(), "", "", "");
            return new RulePlan(rule, event -> broken, actions);
        }
    }

    public Rule rule() {
        return rule;
    }

    public Verdict judge(EventFields event) {
        return judge.apply(event);
    }

    /** What the actions come to for this event, in their order, whatever the verdict is. */
    public List<Effect> effects(EventFields event) {
        return actions.stream().map(action -> action.with(event)).toList();
    }
}
