package io.belfry.core.settings;

import io.belfry.core.integration.Suggestion;
import io.belfry.core.integration.Templates;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least that a template can be: names in braces, after http:// or https:// in an address. */
public final class SimpleTemplates implements Templates {
    private static final Pattern NAME = Pattern.compile("\\{([^}|]*)[^}]*}");

    @Override
    public Optional<String> urlProblem(String template, Set<String> fields) {
        return template.matches("https?://[^{}/]+(/.*)?")
                ? textProblem(template, fields)
                : Optional.of("must begin with https:// or http:// and a host");
    }

    @Override
    public Optional<String> textProblem(String template, Set<String> fields) {
        Matcher matcher = NAME.matcher(template);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!fields.contains(name)) {
                return Optional.of("unknown field {" + name + "}" + Suggestion.hint(name, fields));
            }
        }
        return Optional.empty();
    }
}
