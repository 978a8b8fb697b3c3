package io.belfry.core.integration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of reading a document: the value, what must be mended and what is only worth a look.
 *
 * @param value what was understood; to be used only when there are no errors
 * @param errors message by path, {@code rules[0].actions[1].url}
 * @param warnings message by path; they do not stop a save
 */
public record Checked<T>(T value, Map<String, String> errors, Map<String, String> warnings) {
    public Checked {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
        warnings = Collections.unmodifiableMap(new LinkedHashMap<>(warnings));
    }

    public boolean isGood() {
        return errors.isEmpty();
    }
}
