package io.belfry.core.integration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What somebody has of his service for the original: its parameters of before release 2.4.0, its
 * {@code template.js}, or both.
 *
 * @param template text of the service's program; empty for none
 * @param eventTypes {@code event_type}
 * @param queues {@code queue_name}; empty for all
 * @param variables {@code var_name_array}
 * @param mode {@code mode_open}
 * @param url address of the page
 * @param appname name that the integration gets; empty for one of ours
 */
public record ShuttleTemplate(
        String template,
        List<String> eventTypes,
        List<String> queues,
        List<String> variables,
        String mode,
        String url,
        String appname) {
    private static final Set<String> FIELDS =
            Set.of(
                    "template",
                    "event_type",
                    "queue_name",
                    "var_name_array",
                    "mode_open",
                    "url",
                    "appname");
    private static final int MOST = 100;
    private static final int LONGEST_LIST = 5_000;

    public ShuttleTemplate {
        eventTypes = List.copyOf(eventTypes);
        queues = List.copyOf(queues);
        variables = List.copyOf(variables);
    }

    /** Reads the original's names; a list may also be a text with commas. */
    public static Checked<ShuttleTemplate> read(JsonObject document) {
        Findings findings = new Findings();
        DocumentReader reader = new DocumentReader(document, "", findings);
        reader.allow(FIELDS);
        return findings.about(
                new ShuttleTemplate(
                        reader.text("template", ScriptDocument.LONGEST),
                        list(reader, document, "event_type"),
                        list(reader, document, "queue_name"),
                        list(reader, document, "var_name_array"),
                        reader.line("mode_open", 40),
                        reader.line("url", IntegrationDocument.LONGEST_URL),
                        reader.line("appname", IntegrationDocument.LONGEST_NAME)));
    }

    private static List<String> list(DocumentReader reader, JsonObject document, String name) {
        return document.getValue(name) instanceof JsonArray
                ? reader.lines(name, MOST, IntegrationDocument.LONGEST_NAME)
                : words(reader.text(name, LONGEST_LIST));
    }

    /** The parts between commas and line breaks. */
    static List<String> words(String text) {
        return Arrays.stream(text.split("[,;\\r\\n]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }

    boolean isEmpty() {
        return template.isBlank()
                && eventTypes.isEmpty()
                && queues.isEmpty()
                && variables.isEmpty()
                && mode.isEmpty()
                && url.isEmpty();
    }
}
