package io.belfry.core.integration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects what is found while a document is read, and tells it in the order of the form; of
 * several errors at one place the first stays.
 */
final class Findings {
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, String> warnings = new LinkedHashMap<>();

    void error(String path, String text) {
        errors.putIfAbsent(path, text);
    }

    void warn(String path, String text) {
        warnings.putIfAbsent(path, text);
    }

    <T> Checked<T> about(T value) {
        return new Checked<>(value, inOrder(errors), inOrder(warnings));
    }

    private static Map<String, String> inOrder(Map<String, String> found) {
        Map<String, String> ordered = new LinkedHashMap<>();
        found.keySet().stream()
                .sorted(new FormOrder())
                .forEach(path -> ordered.put(path, found.get(path)));
        return ordered;
    }
}
