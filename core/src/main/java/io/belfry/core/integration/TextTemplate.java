package io.belfry.core.integration;

import io.belfry.core.integration.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with values of the call in it, for notifications and references: {@code Call from
 * {callername|default:somebody}}. What comes out is plain text; who shows it escapes it.
 */
public final class TextTemplate {
    /** Longest template, in characters. */
    public static final int MAX_LENGTH = TemplateParser.MAX_LENGTH;

    /** More than this does not fit on a screen; the rest is cut off. */
    public static final int MAX_RESULT = 4000;

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private final Template template;

    private TextTemplate(Template template) {
        this.template = template;
    }

    /** Everything that is wrong with it, from left to right; empty when it can be saved. */
    public static List<TemplateProblem> check(String source, Fields fields) {
        Template template = TemplateParser.parse(source, fields);
        List<TemplateProblem> all = new ArrayList<>(template.problems());
        all.addAll(template.unknown(fields));
        return UrlTemplate.inOrder(all);
    }

    /**
     * For templates that were checked when they were saved. A name that is not known (any more) is
     * an empty value.
     *
     * @throws IllegalArgumentException in words, when it is no template
     */
    public static TextTemplate parse(String source) {
        Template template = TemplateParser.parse(source, Fields.with(List.of()));
        UrlTemplate.refuse(source, template.problems());
        return new TextTemplate(template);
    }

    /** Names of the fields that it uses, in order, once each. */
    public List<String> fields() {
        return template.fields();
    }

    public String render(EventFields event) {
        StringBuilder out = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Text text) {
                out.append(text.text());
            } else if (part instanceof Placeholder placeholder) {
                out.append(onOneLine(placeholder.value(event)));
            }
        }
        return out.length() > MAX_RESULT ? out.substring(0, MAX_RESULT - 1) + "…" : out.toString();
    }

    /** A caller's name can hold line breaks and bells: in a text they are spaces. */
    static String onOneLine(String value) {
        return LINE_BREAKS.matcher(value).replaceAll(" ");
    }
}
