package io.belfry.core.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lists of test values; hostile ones are written with escapes to be seen at all. */
public final class Corpus {
    private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private Corpus() {}

    public static List<String> read(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(Corpus::unescape)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescape(String line) {
        if (line.equals("\\e")) {
            return "";
        }
        // a doubled backslash must not begin another escape: it waits as a letter nobody uses
        String waiting = line.replace("\\\\", "\uf8ff");
        Matcher codes = CODE.matcher(waiting);
        String text =
                codes.replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(found.group(1), 16))));
        return text.replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\s", " ")
                .replace("\uf8ff", "\\");
    }
}
