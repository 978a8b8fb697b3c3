package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The filters of one session, as the actions {@code Filter} and the option {@code eventfilter} of
 * manager.conf make them. Two notations: the older one is a regular expression over the whole text
 * of the event, with a leading {@code !} to exclude; the newer one has {@code MatchCriteria:
 * action(exclude),name(X),header(Y),method(Z)} beside the text to compare with.
 */
final class EventFilter {
    /** What became of a new filter; the texts are Asterisk's. */
    enum Result {
        ADDED("Success"),
        DID_NOT_COMPILE("Filter did not compile.  Check the syntax of the filter given."),
        BADLY_FORMED("Filter was formatted incorrectly.  Check the syntax of the filter given.");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private static final Pattern CRITERION = Pattern.compile("\\s*(\\w+)\\(([^)]*)\\)\\s*(?:,|$)");

    private final List<Predicate<AmiEvent>> include = new ArrayList<>();
    private final List<Predicate<AmiEvent>> exclude = new ArrayList<>();

    /**
     * With include filters an event must match one of them; in every case none of the exclude
     * filters.
     */
    boolean lets(AmiEvent event) {
        if (!include.isEmpty() && include.stream().noneMatch(filter -> filter.test(event))) {
            return false;
        }
        return exclude.stream().noneMatch(filter -> filter.test(event));
    }

    Result add(String criteria, String text) {
        try {
            return criteria.isEmpty() ? addPlain(text) : addAdvanced(criteria, text);
        } catch (PatternSyntaxException e) {
            return Result.DID_NOT_COMPILE;
        }
    }

    private Result addPlain(String text) {
        boolean not = text.startsWith("!");
        Pattern pattern = compile(not ? text.substring(1) : text);
        (not ? exclude : include).add(event -> pattern.matcher(event.text()).find());
        return Result.ADDED;
    }

    private Result addAdvanced(String criteria, String text) {
        String name = "";
        String header = "";
        String method = "";
        boolean not = false;
        Matcher part = CRITERION.matcher(criteria);
        int end = 0;
        while (part.find() && part.start() == end) {
            end = part.end();
            String value = part.group(2).trim();
            switch (part.group(1).toLowerCase(Locale.ROOT)) {
                case "action" -> not = value.equalsIgnoreCase("exclude");
                case "name" -> name = value;
                case "header" -> header = value;
                case "method" -> method = value.toLowerCase(Locale.ROOT);
                default -> {
                    return Result.BADLY_FORMED;
                }
            }
        }
        if (end != criteria.length()) {
            return Result.BADLY_FORMED;
        }
        (not ? exclude : include)
                .add(named(name).and(where(header, method.isEmpty() ? "none" : method, text)));
        return Result.ADDED;
    }

    private static Predicate<AmiEvent> named(String name) {
        return event -> name.isEmpty() || event.type().equalsIgnoreCase(name);
    }

    private static Predicate<AmiEvent> where(String header, String method, String text) {
        Predicate<String> compare =
                switch (method) {
                    case "exact" -> text::equals;
                    case "starts_with" -> value -> value.startsWith(text);
                    case "ends_with" -> value -> value.endsWith(text);
                    case "contains" -> value -> value.contains(text);
                    case "regex" -> compile(text).asPredicate();
                    default -> value -> true;
                };
        return event -> compare.test(header.isEmpty() ? event.text() : event.get(header));
    }

    /** POSIX lets the dot match line ends too. */
    private static Pattern compile(String text) {
        return Pattern.compile(text, Pattern.DOTALL);
    }
}
