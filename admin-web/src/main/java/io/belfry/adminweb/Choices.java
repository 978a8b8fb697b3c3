package io.belfry.adminweb;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Operator;
import io.belfry.core.web.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that the editor of an integration lets one choose from, in the reader's language. */
public final class Choices {
    private static final List<String> CALL =
            List.of("queue", "callernum", "callername", "callednum", "direction", "extension");
    private static final List<String> AGENT =
            List.of("agentname", "agentnum", "peer", "sipname", "device");
    private static final List<String> COURSE =
            List.of("event", "holdtime", "ringtime", "talktime", "reason", "abandonreason");
    private static final List<String> PLACE =
            List.of("time", "weekday", "pbx", "trunk", "channel", "context", "uniqueid");
    private static final List<String> USED_MOST =
            List.of("callernum", "callername", "queue", "agentname", "agentnum", "uniqueid");

    private final Configuration configuration;
    private final Messages messages;
    private final Locale locale;

    /** Fields that belong together. */
    public record Group(String name, List<String> names) {}

    /**
     * A field to insert into a template.
     *
     * @param text what is inserted
     * @param sample a value, as a hint
     * @param custom whether it is one of the custom variables
     */
    public record Chip(String name, String text, String sample, boolean custom) {}

    Choices(Configuration configuration, Messages messages, Locale locale) {
        this.configuration = configuration;
        this.messages = messages;
        this.locale = locale;
    }

    /** The five kinds, and what else a rule has that was made by REST. */
    public List<String> events(RuleForm rule) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(CallEvent.Kind.values())
                .filter(CallEvent.Kind::isOriginal)
                .forEach(kind -> words.add(kind.word()));
        rule.events().stream()
                .filter(word -> messages.has("admin.event." + word))
                .forEach(words::add);
        return List.copyOf(words);
    }

    public List<Group> fields() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("call", CALL));
        if (!configuration.variables().isEmpty()) {
            groups.add(new Group("custom", configuration.variableNames()));
        }
        groups.add(new Group("agent", AGENT));
        groups.add(new Group("course", COURSE));
        groups.add(new Group("place", PLACE));
        return groups;
    }

    public boolean knows(String field) {
        return fields().stream().anyMatch(group -> group.names().contains(field));
    }

    /** "caller number" for callernum; custom variables are called what they are called. */
    public String fieldLabel(String field) {
        String key = "admin.field." + field;
        return messages.has(key) ? messages.text(locale, key) : field;
    }

    /** "equals"; a word that is none of ours stays as it is. */
    public String opLabel(String op) {
        String key = "admin.op." + op;
        return messages.has(key) ? messages.text(locale, key) : op;
    }

    public List<String> operators() {
        return Arrays.stream(Operator.values())
                .flatMap(each -> Stream.of(each.word(false), each.word(true)))
                .toList();
    }

    public List<String> modes() {
        return Arrays.stream(OpenMode.values()).map(OpenMode::word).toList();
    }

    public List<String> levels() {
        return Arrays.stream(Notice.Level.values()).map(Notice.Level::word).toList();
    }

    public List<String> actions() {
        return ActionForm.types();
    }

    /** All custom variables, and what the form has beyond them. */
    public List<String> variables(IntegrationForm form) {
        Set<String> names = new LinkedHashSet<>(configuration.variableNames());
        names.addAll(form.variables());
        return List.copyOf(names);
    }

    /** What to offer beside a template: custom variables first, they are what pages need. */
    public List<Chip> chips() {
        List<Chip> chips = new ArrayList<>();
        for (CustomVariable each : configuration.variables()) {
            chips.add(new Chip(each.name(), "{" + each.name() + "}", each.sample(), true));
        }
        for (String name : USED_MOST) {
            chips.add(new Chip(name, "{" + name + "}", fieldLabel(name), false));
        }
        return chips;
    }

    /** All names that may stand in braces, for the script that underlines others. */
    public String names() {
        return fields().stream()
                .flatMap(group -> group.names().stream())
                .collect(java.util.stream.Collectors.joining(","));
    }
}
