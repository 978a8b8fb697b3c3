package io.belfry.adminweb;

import io.belfry.core.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rules of an integration in words, a few lines each, so that two versions can be compared. */
final class RuleWords {
    private static final String INDENT = "    ";

    private final Messages messages;
    private final Locale locale;

    RuleWords(Messages messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    List<String> of(IntegrationForm form) {
        List<String> lines = new ArrayList<>();
        for (RuleForm rule : form.rules()) {
            add(lines, rule);
        }
        return lines;
    }

    private void add(List<String> lines, RuleForm rule) {
        String name = rule.name().isBlank() ? text("admin.diff.rule.unnamed") : rule.name();
        lines.add(rule.enabled() ? name : name + " (" + text("admin.off") + ")");
        String events =
                rule.events().stream()
                        .map(event -> text("admin.event." + event))
                        .collect(Collectors.joining(" " + text("admin.sentence.or") + " "));
        lines.add(INDENT + text("admin.sentence.when") + " " + events);
        rule.all()
                .forEach(
                        each -> lines.add(INDENT + text("admin.sentence.and") + " " + words(each)));
        if (!rule.any().isEmpty()) {
            lines.add(INDENT + text("admin.sentence.and") + " " + text("admin.sentence.oneof"));
            rule.any().forEach(each -> lines.add(INDENT + INDENT + words(each)));
        }
        rule.actions().forEach(action -> lines.add(INDENT + "→ " + words(action)));
    }

    private String words(ConditionForm condition) {
        String field = known("admin.field." + condition.field(), condition.field());
        String op = known("admin.op." + condition.op(), condition.op());
        return condition.wantsValue()
                ? field + " " + op + " " + condition.value()
                : field + " " + op;
    }

    private String words(ActionForm action) {
        String what = known("admin.action." + action.type(), action.type());
        String values =
                action.values().entrySet().stream()
                        .filter(each -> !each.getValue().isEmpty())
                        .map(each -> words(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "));
        return values.isEmpty() ? what : what + ": " + values;
    }

    private String words(String name, String value) {
        if (name.equals("mode") || name.equals("level")) {
            return known("admin." + name + "." + value, value);
        }
        return known("admin.label." + name, name) + " " + value.replaceAll("\\R", " ⏎ ");
    }

    private String known(String key, String otherwise) {
        return messages.has(key) ? text(key) : otherwise;
    }

    private String text(String key) {
        return messages.text(locale, key);
    }
}
