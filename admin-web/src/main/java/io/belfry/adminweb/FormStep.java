package io.belfry.adminweb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A button of the rule builder that changes the shape of the form: add, remove, move. The server
 * does it, so the builder works without script and is written once.
 *
 * @param verb {@code add}, {@code remove}, {@code up} or {@code down}
 * @param list path of the list, {@code rules} or {@code rules[0].all}
 * @param index which one; for {@code add} it is not used
 * @param kind of action to add; empty for the others
 */
public record FormStep(String verb, String list, int index, String kind) {
    /**
     * {@code "add rules"}, {@code "remove rules[0].all 1"}, {@code "add rules[0].actions open"}.
     */
    static Optional<FormStep> parse(String button) {
        String[] words = button.strip().split(" ");
        if (words.length < 2) {
            return Optional.empty();
        }
        String last = words.length > 2 ? words[2] : "";
        boolean numbered = last.matches("\\d{1,4}");
        if (!words[0].equals("add") && !numbered) {
            return Optional.empty();
        }
        return Optional.of(
                new FormStep(
                        words[0],
                        words[1],
                        numbered ? Integer.parseInt(last) : 0,
                        numbered ? "" : last));
    }

    /** The form after it; a step that fits nothing changes nothing. */
    IntegrationForm apply(IntegrationForm form, String ruleName) {
        if (list.equals("rules")) {
            return form.withRules(changed(form.rules(), RuleForm.sensible(ruleName)));
        }
        List<RuleForm> rules = new ArrayList<>(form.rules());
        int rule = ruleIndex();
        if (rule < 0 || rule >= rules.size()) {
            return form;
        }
        rules.set(rule, inRule().apply(rules.get(rule)));
        return form.withRules(rules);
    }

    /** Where the keyboard goes on: what was added or moved, or what is now at the removed place. */
    String focus(IntegrationForm after) {
        int size = sizeIn(after);
        int at =
                switch (verb) {
                    case "add" -> size - 1;
                    case "up" -> Math.max(index - 1, 0);
                    case "down" -> Math.min(index + 1, size - 1);
                    default -> Math.min(index, size - 1);
                };
        return at < 0 ? list : list + "[" + at + "]";
    }

    private UnaryOperator<RuleForm> inRule() {
        return switch (list.substring(list.indexOf('.') + 1)) {
            case "all" -> rule -> rule.withAll(changed(rule.all(), ConditionForm.FRESH));
            case "any" -> rule -> rule.withAny(changed(rule.any(), ConditionForm.FRESH));
            case "actions" ->
                    rule ->
                            ActionForm.types().contains(kind) || !verb.equals("add")
                                    ? rule.withActions(
                                            changed(rule.actions(), ActionForm.fresh(kind)))
                                    : rule;
            default -> UnaryOperator.identity();
        };
    }

    private int ruleIndex() {
        String digits = list.replaceAll("^rules\\[(\\d{1,4})]\\..*$", "$1");
        return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : -1;
    }

    private int sizeIn(IntegrationForm form) {
        if (list.equals("rules")) {
            return form.rules().size();
        }
        int rule = ruleIndex();
        if (rule < 0 || rule >= form.rules().size()) {
            return 0;
        }
        RuleForm within = form.rules().get(rule);
        return switch (list.substring(list.indexOf('.') + 1)) {
            case "all" -> within.all().size();
            case "any" -> within.any().size();
            case "actions" -> within.actions().size();
            default -> 0;
        };
    }

    private <T> List<T> changed(List<T> before, T fresh) {
        List<T> after = new ArrayList<>(before);
        if (verb.equals("add")) {
            after.add(fresh);
            return after;
        }
        if (index >= after.size()) {
            return before;
        }
        T moving = after.remove(index);
        switch (verb) {
            case "up" -> after.add(Math.max(index - 1, 0), moving);
            case "down" -> after.add(Math.min(index + 1, after.size()), moving);
            case "remove" -> {}
            default -> after.add(index, moving);
        }
        return after;
    }
}
