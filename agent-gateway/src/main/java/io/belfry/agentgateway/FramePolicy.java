package io.belfry.agentgateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may show a site's pages in a frame, as the site says: {@code frame-ancestors} of its Content
 * Security Policies (CSP Level 3, 6.4.2.1), and when none speaks of it {@code X-Frame-Options} (RFC
 * 7034 as HTML reads it). Whether that names the agents' page, only its browser knows.
 *
 * @param ancestors the sources of each policy, all of which must name who frames; empty when
 *     nothing is forbidden
 * @param unknown why the site's word could not be had; empty when it is known
 */
record FramePolicy(List<List<String>> ancestors, String unknown) {
    /** Nothing is forbidden, or nobody has asked. */
    static final FramePolicy NONE = new FramePolicy(List.of(), "");

    private static final String NAME = "frame-ancestors";

    /** Each message carries them. */
    private static final int MOST_SOURCES = 50;

    static FramePolicy unknown(String why) {
        return new FramePolicy(List.of(), why);
    }

    /**
     * @param headers names in small letters, several of one name joined by commas
     */
    static FramePolicy of(Map<String, String> headers) {
        List<List<String>> policies =
                Arrays.stream(headers.getOrDefault("content-security-policy", "").split(","))
                        .map(FramePolicy::sources)
                        .flatMap(Optional::stream)
                        .toList();
        List<List<String>> all =
                policies.isEmpty()
                        ? options(headers.getOrDefault("x-frame-options", ""))
                        : policies;
        return all.stream().mapToInt(List::size).sum() > MOST_SOURCES
                ? unknown("it names more than " + MOST_SOURCES + " sources")
                : new FramePolicy(all, "");
    }

    /** Of directives of one name the first counts. */
    private static Optional<List<String>> sources(String policy) {
        return Arrays.stream(policy.split(";"))
                .map(directive -> List.of(directive.strip().split("\\s+")))
                .filter(words -> words.get(0).equalsIgnoreCase(NAME))
                .findFirst()
                .map(words -> words.subList(1, words.size()));
    }

    /**
     * In the words of the newer header. Values that contradict each other let nobody in; what
     * browsers do not know, as ALLOW-FROM, is nothing when it stands alone.
     */
    private static List<List<String>> options(String options) {
        Set<String> values =
                Arrays.stream(options.split(","))
                        .map(option -> option.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        if (values.contains("deny")
                || values.size() > 1
                        && (values.contains("sameorigin") || values.contains("allowall"))) {
            return List.of(List.of("'none'"));
        }
        return values.contains("sameorigin") ? List.of(List.of("'self'")) : List.of();
    }

    /** Whether no page of another site may show it, whatever that is. */
    boolean isClosed() {
        return ancestors.stream()
                .anyMatch(
                        sources ->
                                sources.stream()
                                        .map(source -> source.toLowerCase(Locale.ROOT))
                                        .allMatch(
                                                source ->
                                                        source.equals("'none'")
                                                                || source.equals("'self'")));
    }

    /** What the agents' page is told. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        if (!ancestors.isEmpty()) {
            json.put(
                    "ancestors",
                    new JsonArray(
                            ancestors.stream().map(JsonArray::new).collect(Collectors.toList())));
        }
        return unknown.isEmpty() ? json : json.put("unknown", unknown);
    }
}
