package io.belfry.core.integration;

import io.belfry.core.integration.Template.Part;
import io.belfry.core.integration.Template.Placeholder;
import io.belfry.core.integration.Template.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a page with values of the call in it: {@code
 * https://crm.example/calls?phone={callernum}}. Every value is percent-encoded as one piece of
 * path, query or fragment. Whatever a caller calls himself, scheme, host and port stay the
 * template's, no parameter is added and no step is walked up in the path.
 */
public final class UrlTemplate {
    /** Longest template, in characters. */
    public static final int MAX_LENGTH = TemplateParser.MAX_LENGTH;

    private static final Pattern BEGINNING =
            Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);

    private final Template template;
    private final String origin;

    private UrlTemplate(Template template, String origin) {
        this.template = template;
        this.origin = origin;
    }

    /** What came of filling in the values. */
    public sealed interface Rendered {}

    public record Url(String text) implements Rendered {}

    /** The values of this call would make an address that must not open. */
    public record Refused(String because) implements Rendered {}

    /** Everything that is wrong with it, from left to right; empty when it can be saved. */
    public static List<TemplateProblem> check(String source, Fields fields) {
        Template template = TemplateParser.parse(source, fields);
        List<TemplateProblem> all = new ArrayList<>(problems(template));
        all.addAll(template.unknown(fields));
        return inOrder(all);
    }

    /**
     * For templates that were checked when they were saved. A name that is not known (any more) is
     * an empty value: the page still helps without it.
     *
     * @throws IllegalArgumentException in words, when it is no template of an address
     */
    public static UrlTemplate parse(String source) {
        Template template = TemplateParser.parse(source, Fields.with(List.of()));
        refuse(source, problems(template));
        List<Part> encoded = template.parts().stream().map(UrlTemplate::encoded).toList();
        String origin =
                WebAddress.check(Skeleton.of(template).text()) instanceof WebAddress.Good good
                        ? good.address().origin()
                        : "";
        return new UrlTemplate(new Template(encoded, List.of()), origin);
    }

    /** Names of the fields that it uses, in order, once each. */
    public List<String> fields() {
        return template.fields();
    }

    public Rendered render(EventFields event) {
        StringBuilder out = new StringBuilder();
        for (Part part : template.parts()) {
            if (part instanceof Text text) {
                out.append(text.text());
            } else if (part instanceof Placeholder placeholder) {
                out.append(Percent.encode(placeholder.value(event)));
            }
        }
        WebAddress.Checked checked = WebAddress.check(out.toString());
        if (checked instanceof WebAddress.Good good) {
            return guarded(good.address());
        }
        return new Refused(((WebAddress.Refused) checked).because());
    }

    /** The encoding already sees to it; this is the second lock on the same door. */
    private Rendered guarded(WebAddress address) {
        if (!address.origin().equals(origin)) {
            return new Refused("the values would lead to another server, " + address.origin());
        }
        return address.dotStep()
                .<Rendered>map(
                        step ->
                                new Refused(
                                        "a value would make the step '" + step + "' in the path"))
                .orElseGet(() -> new Url(address.toString()));
    }

    private static List<TemplateProblem> problems(Template template) {
        if (!template.problems().isEmpty()) {
            return template.problems();
        }
        List<TemplateProblem> all = new ArrayList<>();
        for (Placeholder placeholder : template.placeholders()) {
            if (placeholder.uses(TemplateFilter.URLENCODE)) {
                all.add(
                        about(
                                placeholder,
                                "values in an address are always encoded, leave out |urlencode"));
            }
        }
        address(template).ifPresent(all::add);
        return all;
    }

    private static Optional<TemplateProblem> address(Template template) {
        Skeleton skeleton = Skeleton.of(template);
        Optional<TemplateProblem> early = early(template, skeleton.text());
        if (early.isPresent()) {
            return early;
        }
        Optional<TemplateProblem> percent = brokenPercent(template);
        if (percent.isPresent()) {
            return percent;
        }
        WebAddress.Checked checked = WebAddress.check(skeleton.text());
        if (checked instanceof WebAddress.Refused refused) {
            int at = skeleton.source(refused.at());
            return Optional.of(TemplateProblem.at(at, 1, refused.because()));
        }
        return ((WebAddress.Good) checked)
                .address()
                .dotStep()
                .map(
                        step ->
                                TemplateProblem.at(
                                        0, 1, "leave out the step '" + step + "' in the path"));
    }

    /** A value before the path would decide whose page opens. */
    private static Optional<TemplateProblem> early(Template template, String skeleton) {
        if (template.placeholders().isEmpty()) {
            return Optional.empty();
        }
        Placeholder first = template.placeholders().get(0);
        String head = skeleton.substring(0, Skeleton.before(template, first));
        if (!BEGINNING.matcher(head).find()) {
            return "https://".startsWith(head) || "http://".startsWith(head)
                    ? Optional.of(
                            about(first, "an address begins with https:// or http://, not a value"))
                    : Optional.empty();
        }
        int end = WebAddressReader.endOfAuthority(head, head.indexOf("://") + 3);
        return end < head.length()
                ? Optional.empty()
                : Optional.of(
                        about(
                                first,
                                "a value can not decide the server: write its name out, with a /"
                                        + " behind it, before {"
                                        + first.field()
                                        + "}"));
    }

    /** A value behind a lonely percent sign would become part of its code. */
    private static Optional<TemplateProblem> brokenPercent(Template template) {
        for (Part part : template.parts()) {
            if (part instanceof Text text && Percent.broken(text.text()) >= 0) {
                int at = text.position() + Percent.broken(text.text());
                return Optional.of(TemplateProblem.at(at, 1, "write %25 for a percent sign"));
            }
        }
        return Optional.empty();
    }

    private static Part encoded(Part part) {
        return part instanceof Text text
                ? new Text(text.position(), WebAddressReader.encoded(text.text()))
                : part;
    }

    private static TemplateProblem about(Placeholder placeholder, String message) {
        return TemplateProblem.at(placeholder.position(), placeholder.length(), message);
    }

    static List<TemplateProblem> inOrder(List<TemplateProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(TemplateProblem::position))
                .toList();
    }

    static void refuse(String source, List<TemplateProblem> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.get(0).message() + ": " + source);
        }
    }

    /**
     * The address with one letter for each value: what can be checked before there is a call.
     *
     * @param sources where each of its characters stands in the template
     */
    private record Skeleton(String text, List<Integer> sources) {
        private static final String VALUE = "x";

        static Skeleton of(Template template) {
            StringBuilder text = new StringBuilder();
            List<Integer> sources = new ArrayList<>();
            for (Part part : template.parts()) {
                String piece = part instanceof Text plain ? plain.text() : VALUE;
                text.append(piece);
                for (int i = 0; i < piece.length(); i++) {
                    sources.add(part.position() + i);
                }
            }
            return new Skeleton(text.toString(), sources);
        }

        /** How many characters of the skeleton stand before this part. */
        static int before(Template template, Part part) {
            int length = 0;
            for (Part each : template.parts()) {
                if (each.equals(part)) {
                    break;
                }
                length += each instanceof Text plain ? plain.text().length() : VALUE.length();
            }
            return length;
        }

        int source(int at) {
            return at < sources.size() ? sources.get(at) : sources.isEmpty() ? 0 : at;
        }
    }
}
