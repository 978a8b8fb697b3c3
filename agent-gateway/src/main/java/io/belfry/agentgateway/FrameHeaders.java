package io.belfry.agentgateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a page says of being shown inside another one: {@code frame-ancestors} of its Content
 * Security Policy (CSP Level 3, 6.4.2.1), and when that does not speak of it {@code
 * X-Frame-Options} (RFC 7034 as HTML reads it).
 */
final class FrameHeaders {
    private static final String ANCESTORS = "frame-ancestors";

    private FrameHeaders() {}

    /**
     * Whether no page of another site may show it. One that names some sites may have named ours:
     * then the browser has the last word.
     *
     * @param headers names in small letters, several of one name joined by commas
     */
    static boolean forbid(Map<String, String> headers) {
        List<List<String>> ancestors =
                ancestors(headers.getOrDefault("content-security-policy", ""));
        return ancestors.isEmpty()
                ? isClosed(headers.getOrDefault("x-frame-options", ""))
                : ancestors.stream().anyMatch(FrameHeaders::isNobodyElse);
    }

    /** Of each policy that speaks of it, who may. */
    private static List<List<String>> ancestors(String policies) {
        return Arrays.stream(policies.split(","))
                .map(FrameHeaders::ancestorsOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Of directives of one name the first counts. */
    private static Optional<List<String>> ancestorsOf(String policy) {
        return Arrays.stream(policy.split(";"))
                .map(directive -> List.of(directive.strip().split("\\s+")))
                .filter(words -> words.get(0).equalsIgnoreCase(ANCESTORS))
                .findFirst()
                .map(words -> words.subList(1, words.size()));
    }

    private static boolean isNobodyElse(List<String> sources) {
        return sources.stream()
                .map(source -> source.toLowerCase(Locale.ROOT))
                .allMatch(source -> source.equals("'none'") || source.equals("'self'"));
    }

    /** What browsers do not know, as ALLOW-FROM, counts for nothing. */
    private static boolean isClosed(String options) {
        return Arrays.stream(options.split(","))
                .map(String::strip)
                .anyMatch(
                        option ->
                                option.equalsIgnoreCase("deny")
                                        || option.equalsIgnoreCase("sameorigin"));
    }
}
