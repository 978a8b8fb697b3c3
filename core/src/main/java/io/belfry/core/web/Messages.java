package io.belfry.core.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The texts of the pages, by key and language. Each module brings {@code messages/<module>
 * .properties} in English and {@code messages/<module>_it.properties}, in UTF-8.
 *
 * <p>Parameters are {@code {0}}, {@code {1}}; nothing else is special, so that apostrophes are
 * written as they are.
 */
public final class Messages {
    /** English comes first: it is what is shown when nothing else fits. */
    public static final List<String> LANGUAGES = List.of("en", "it");

    private final Map<String, Map<String, String>> texts;

    private Messages(Map<String, Map<String, String>> texts) {
        this.texts = texts;
    }

    /**
     * @param modules names of the bundles
     * @throws IllegalStateException when two modules use the same key for different texts
     */
    public static Messages load(List<String> modules) {
        Map<String, Map<String, String>> texts = new HashMap<>();
        for (String language : LANGUAGES) {
            Map<String, String> all = new HashMap<>();
            for (String module : modules) {
                bundle(module, language).forEach((key, text) -> add(all, key, text, module));
            }
            texts.put(language, Map.copyOf(all));
        }
        return new Messages(Map.copyOf(texts));
    }

    /** The bundle of one module in one language; empty when the module has none. */
    public static Map<String, String> bundle(String module, String language) {
        String suffix = language.equals(LANGUAGES.get(0)) ? "" : "_" + language;
        String file = "messages/" + module + suffix + ".properties";
        try (InputStream in = Messages.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                return Map.of();
            }
            Properties read = new Properties();
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            read.load(reader);
            Map<String, String> bundle = new HashMap<>();
            read.stringPropertyNames().forEach(key -> bundle.put(key, read.getProperty(key)));
            return bundle;
        } catch (IOException e) {
            throw new UncheckedIOException("can not read " + file, e);
        }
    }

    private static void add(Map<String, String> all, String key, String text, String module) {
        String before = all.put(key, text);
        if (before != null && !before.equals(text)) {
            throw new IllegalStateException(
                    "text " + key + " of " + module + " has another meaning in another module");
        }
    }

    /** Whether the key is known in the fall-back language, and so is one of ours. */
    public boolean has(String key) {
        return texts.get(LANGUAGES.get(0)).containsKey(key);
    }

    /**
     * The text; English where the language has none; the key between question marks where there is
     * none at all.
     */
    public String text(Locale locale, String key, Object... parameters) {
        String fallback = texts.get(LANGUAGES.get(0)).getOrDefault(key, "??" + key + "??");
        String text =
                texts.getOrDefault(locale.getLanguage(), Map.of()).getOrDefault(key, fallback);
        return fill(text, parameters);
    }

    private static String fill(String text, Object... parameters) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        // one pass, so that a value with braces in it stays a value
        StringBuilder filled = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            boolean slot =
                    at + 2 < text.length()
                            && text.charAt(at) == '{'
                            && Character.isDigit(text.charAt(at + 1))
                            && text.charAt(at + 2) == '}';
            int number = slot ? text.charAt(at + 1) - '0' : -1;
            if (slot && number < parameters.length) {
                filled.append(parameters[number]);
                at += 2;
            } else {
                filled.append(text.charAt(at));
            }
        }
        return filled.toString();
    }
}
