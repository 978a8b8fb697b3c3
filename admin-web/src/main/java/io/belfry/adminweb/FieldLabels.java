package io.belfry.adminweb;

import io.belfry.core.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of documents in words: {@code rules[0].actions[1].url} is "Rule 1, action 2, URL". */
public final class FieldLabels {
    private static final Pattern STEP = Pattern.compile("([A-Za-z_]+)(?:\\[(\\d{1,4})])?");
    private static final String PREFIX = "admin.label.";

    private final Messages messages;
    private final Locale locale;

    FieldLabels(Messages messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    /** A path that is none of ours is shown as it is. */
    public String of(String path) {
        List<String> words = new ArrayList<>();
        for (String step : path.split("\\.")) {
            Matcher parts = STEP.matcher(step);
            String key = parts.matches() ? PREFIX + parts.group(1) : "";
            if (key.isEmpty() || !messages.has(key)) {
                return path;
            }
            String word = messages.text(locale, key);
            words.add(
                    parts.group(2) == null
                            ? word
                            : word + " " + (Integer.parseInt(parts.group(2)) + 1));
        }
        return String.join(", ", words);
    }
}
