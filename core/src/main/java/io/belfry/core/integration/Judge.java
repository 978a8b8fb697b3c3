package io.belfry.core.integration;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Comparison.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says of an event whether a rule holds, and in words why. Made once per rule. */
public final class Judge {
    private final Rule rule;
    private final List<Comparison> all;
    private final List<Comparison> any;

    private Judge(Rule rule) {
        this.rule = rule;
        this.all = rule.all().stream().map(Comparison::of).toList();
        this.any = rule.any().stream().map(Comparison::of).toList();
    }

    /**
     * @throws IllegalArgumentException in words, for a condition that can not be used
     */
    public static Judge of(Rule rule) {
        return new Judge(rule);
    }

    public Verdict judge(EventFields event) {
        String kind = event.text("event");
        if (!rule.enabled()) {
            return new Verdict.No("the rule is switched off", "enabled", "off", "on");
        }
        if (rule.events().stream().noneMatch(each -> each.word().equals(kind))) {
            String wanted = events();
            return new Verdict.No("event is " + kind + ", wants " + wanted, "event", kind, wanted);
        }
        List<Finding> must = all.stream().map(each -> each.with(event)).toList();
        List<Finding> failed = must.stream().filter(each -> !each.holds()).toList();
        if (!failed.isEmpty()) {
            return no(failed, "");
        }
        List<Finding> may = any.stream().map(each -> each.with(event)).toList();
        List<Finding> held = may.stream().filter(Finding::holds).toList();
        if (!may.isEmpty() && held.isEmpty()) {
            return no(may, may.size() > 1 ? "none of these holds: " : "");
        }
        return new Verdict.Yes(
                Stream.concat(must.stream(), held.stream().limit(1))
                        .map(Finding::because)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private static Verdict no(List<Finding> failed, String before) {
        Finding first = failed.get(0);
        return new Verdict.No(
                before + failed.stream().map(Finding::because).collect(Collectors.joining("; ")),
                first.field(),
                first.actual(),
                first.wanted());
    }

    private String events() {
        List<String> words =
                Arrays.stream(Kind.values())
                        .filter(rule.events()::contains)
                        .map(Kind::word)
                        .toList();
        return words.isEmpty() ? "nothing" : String.join(" or ", words);
    }
}
