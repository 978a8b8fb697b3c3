package io.belfry.core.integration;

import io.belfry.core.integration.Template.Part;
import io.belfry.core.integration.Template.Placeholder;
import io.belfry.core.integration.Template.Step;
import io.belfry.core.integration.Template.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a template from left to right, once; goes on after a mistake to find the others too. */
final class TemplateParser {
    static final int MAX_LENGTH = 2000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,79}");

    private final String source;
    private final Fields fields;
    private final List<Part> parts = new ArrayList<>();
    private final List<TemplateProblem> problems = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int textBegan;

    private TemplateParser(String source, Fields fields) {
        this.source = source;
        this.fields = fields;
    }

    /**
     * @param fields only for suggestions: whether names are known is {@link Template#unknown}
     */
    static Template parse(String source, Fields fields) {
        if (source.length() > MAX_LENGTH) {
            String message = "a template can have " + MAX_LENGTH + " characters, this one has ";
            return new Template(
                    List.of(),
                    List.of(
                            TemplateProblem.at(
                                    MAX_LENGTH,
                                    source.length() - MAX_LENGTH,
                                    message + source.length())));
        }
        return new TemplateParser(source, fields).read();
    }

    private Template read() {
        int at = 0;
        while (at < source.length()) {
            at = next(at);
        }
        endText(at);
        return new Template(parts, problems);
    }

    /** Reads what begins here and returns where the rest begins. */
    private int next(int at) {
        char c = source.charAt(at);
        if (c != '{' && c != '}') {
            text.append(c);
            return at + 1;
        }
        if (at + 1 < source.length() && source.charAt(at + 1) == c) {
            // a part of its own, so that positions behind it stay right
            endText(at);
            text.append(c);
            endText(at + 2);
            return at + 2;
        }
        if (c == '}') {
            problems.add(
                    TemplateProblem.at(
                            at, 1, "this } closes nothing; write }} for a brace as text"));
            return at + 1;
        }
        endText(at);
        int after = placeholder(at);
        textBegan = after;
        return after;
    }

    private void endText(int next) {
        if (!text.isEmpty()) {
            parts.add(new Text(textBegan, text.toString()));
            text.setLength(0);
        }
        textBegan = next;
    }

    private int placeholder(int open) {
        int close = source.indexOf('}', open);
        int other = source.indexOf('{', open + 1);
        if (close < 0 || other >= 0 && other < close) {
            return unclosed(open);
        }
        String[] words = source.substring(open + 1, close).split("\\|", -1);
        String name = words[0].strip();
        int length = close + 1 - open;
        List<Step> steps = new ArrayList<>();
        Optional<String> wrong = name(name);
        for (int i = 1; i < words.length && wrong.isEmpty(); i++) {
            wrong = filter(words[i], steps);
        }
        if (wrong.isPresent()) {
            problems.add(TemplateProblem.at(open, length, wrong.get()));
        } else {
            parts.add(new Placeholder(open, length, name, steps));
        }
        return close + 1;
    }

    private int unclosed(int open) {
        int end = open + 1;
        while (end < source.length()
                && NAME.matcher(source.substring(open + 1, end + 1)).matches()) {
            end++;
        }
        String name = source.substring(open + 1, end);
        Optional<String> near = fields.knows(name) ? Optional.of(name) : fields.nearest(name);
        String suggestion = near.map(each -> "{" + each + "}").orElse("");
        String mend =
                suggestion.isEmpty()
                        ? "; write {{ for a brace as text"
                        : ", did you mean " + suggestion + "?";
        problems.add(
                new TemplateProblem(open, end - open, "this { is never closed" + mend, suggestion));
        return end;
    }

    private static Optional<String> name(String name) {
        if (name.isEmpty()) {
            return Optional.of("there is no name between the braces: {callernum}");
        }
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("{" + name + "} is no name of a field; write {{ for a brace as text");
    }

    private static Optional<String> filter(String word, List<Step> steps) {
        int colon = word.indexOf(':');
        String name = (colon < 0 ? word : word.substring(0, colon)).strip();
        String argument = colon < 0 ? "" : word.substring(colon + 1).strip();
        Optional<TemplateFilter> filter = TemplateFilter.of(name);
        if (filter.isEmpty()) {
            String near =
                    Suggestion.of(name, TemplateFilter.words())
                            .map(each -> "did you mean " + each + "?")
                            .orElse("there are " + String.join(", ", TemplateFilter.words()));
            return Optional.of("there is no filter '" + name + "', " + near);
        }
        Optional<String> wrong = filter.get().problem(argument);
        if (wrong.isEmpty()) {
            steps.add(new Step(filter.get(), argument));
        }
        return wrong;
    }
}
