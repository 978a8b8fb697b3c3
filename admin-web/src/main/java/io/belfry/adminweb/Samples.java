package io.belfry.adminweb;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.SampleCall;
import io.belfry.core.integration.SampleCalls;
import io.belfry.core.web.Messages;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The pinned sample call of the editor: which there are, and the one that was chosen. */
final class Samples {
    static final String USUAL = "up";
    private static final String RECENT = "call:";
    private static final String OVERRIDE = "sample.";
    private static final int MOST_RECENT = 50;

    /** Shown only when one wants to see more. */
    private static final Set<String> DETAILS =
            Set.of(
                    "uniqueid",
                    "linkedid",
                    "trunk",
                    "channel",
                    "context",
                    "sipname",
                    "device",
                    "direction",
                    "extension",
                    "pbx",
                    "time",
                    "id",
                    "recovered",
                    "attempt");

    /** An entry of the list of samples. */
    public record Choice(String key, String label) {}

    /** Invented and real ones stand apart. */
    public record Group(String name, List<Choice> calls) {}

    public record Field(String name, String value, boolean detail) {}

    /**
     * What the editor shows.
     *
     * @param key which sample was chosen
     */
    public record View(String key, List<Field> fields) {
        public List<Field> main() {
            return fields.stream().filter(each -> !each.detail()).toList();
        }

        public List<Field> details() {
            return fields.stream().filter(Field::detail).toList();
        }
    }

    private final Configuration configuration;
    private final RecentCalls recent;
    private final Clock clock;

    Samples(Configuration configuration, RecentCalls recent, Clock clock) {
        this.configuration = configuration;
        this.recent = recent;
        this.clock = clock;
    }

    List<Group> groups(Messages messages, Locale locale) {
        List<Group> groups = new ArrayList<>();
        groups.add(
                new Group(
                        "invented",
                        invented().stream()
                                .map(each -> invented(each, messages, locale))
                                .toList()));
        List<Choice> real = recent.all().stream().limit(MOST_RECENT).map(Samples::choice).toList();
        if (!real.isEmpty()) {
            groups.add(new Group("recent", real));
        }
        return groups;
    }

    private static Choice invented(SampleCall sample, Messages messages, Locale locale) {
        String key = "admin.sample.call." + sample.key();
        return new Choice(
                sample.key(), messages.has(key) ? messages.text(locale, key) : sample.title());
    }

    private static Choice choice(CallEvent event) {
        String who = event.call().caller().number();
        String label =
                event.kind().word()
                        + " · "
                        + (event.call().queue().isEmpty() ? "–" : event.call().queue())
                        + " · "
                        + (who.isEmpty() ? "–" : who);
        return new Choice(RECENT + event.id(), label);
    }

    private List<SampleCall> invented() {
        return SampleCalls.of(configuration, seenQueue(), clock.instant());
    }

    /** By name, so that it does not change with each call. */
    private String seenQueue() {
        return recent.all().stream()
                .map(event -> event.call().queue())
                .filter(queue -> !queue.isBlank())
                .sorted()
                .findFirst()
                .orElse("");
    }

    /** As chosen; the answered call when what was chosen is gone. */
    JsonObject event(String key) {
        if (key.startsWith(RECENT)) {
            return recent.event(key.substring(RECENT.length())).orElseGet(() -> event(USUAL));
        }
        List<SampleCall> all = invented();
        return all.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .or(() -> all.stream().filter(each -> each.key().equals(USUAL)).findFirst())
                .orElse(all.get(0))
                .event()
                .copy();
    }

    /** As chosen, with the values that were changed in the form. */
    JsonObject event(MultiMap form) {
        JsonObject event = event(new FormFields(form).text("sample", USUAL));
        for (Map.Entry<String, String> each : form) {
            String name = each.getKey();
            if (name.startsWith(OVERRIDE)
                    && event.getValue(name.substring(OVERRIDE.length())) instanceof String) {
                event.put(name.substring(OVERRIDE.length()), each.getValue().strip());
            }
        }
        return event;
    }

    static View view(String key, JsonObject event) {
        return new View(
                key,
                event.stream()
                        .filter(each -> each.getValue() instanceof String)
                        .filter(each -> !each.getKey().equals("id"))
                        .map(
                                each ->
                                        new Field(
                                                each.getKey(),
                                                each.getValue().toString(),
                                                DETAILS.contains(each.getKey())))
                        .toList());
    }
}
