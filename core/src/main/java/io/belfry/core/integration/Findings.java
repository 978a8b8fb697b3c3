package io.belfry.core.integration;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects what is found while a document is read; of several errors at one place the first stays.
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
        return new Checked<>(value, errors, warnings);
    }
}
