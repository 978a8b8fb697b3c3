package io.belfry.adminweb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Small scripts to begin with. */
final class ScriptExamples {
    /**
     * One of them.
     *
     * @param key its file's name, and the end of the key of its title
     */
    public record Example(String key, String source) {}

    static final List<Example> ALL =
            List.of("sales", "notification", "record").stream().map(ScriptExamples::read).toList();

    private ScriptExamples() {}

    static Optional<Example> find(String key) {
        return ALL.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /** Behind what is there already. */
    static String added(String script, Example example) {
        String before = script.strip();
        return before.isEmpty() ? example.source() : before + "\n\n" + example.source();
    }

    private static Example read(String key) {
        String file = "examples/" + key + ".js";
        try (InputStream in = ScriptExamples.class.getResourceAsStream(file)) {
            return new Example(key, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not in the jar", e);
        }
    }
}
