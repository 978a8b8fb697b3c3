package io.belfry.core.integration;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition made ready for many events. Comparing is exact: capital letters count, as in
 * Asterisk's queue names; only weekdays are the same in any case.
 */
final class Comparison {
    private static final int SHOWN = 100;

    private final Condition condition;
    private final Predicate<String> holds;

    private Comparison(Condition condition, Predicate<String> holds) {
        this.condition = condition;
        this.holds = holds;
    }

    /**
     * @throws IllegalArgumentException in words, for a pattern that can not be used
     */
    static Comparison of(Condition condition) {
        Predicate<String> plain = test(condition);
        return new Comparison(condition, condition.negated() ? plain.negate() : plain);
    }

    /**
     * What came of it with one event.
     *
     * @param actual the value, shortened to what can be read
     * @param hint what the eye may miss; empty for nothing
     */
    record Finding(boolean holds, String field, String actual, String wanted, String hint) {
        String because() {
            String is = field + " is " + (actual.isEmpty() ? "empty" : actual);
            return holds ? is : is + ", wants " + wanted + hint;
        }
    }

    Finding with(EventFields event) {
        String actual = event.compared(condition.field());
        return new Finding(
                holds.test(actual), condition.field(), readable(actual), wanted(), hint(actual));
    }

    private String hint(String actual) {
        boolean word =
                condition.operator() == Operator.EQUALS || condition.operator() == Operator.IN;
        boolean sameLetters =
                list(condition.value()).stream().anyMatch(actual.strip()::equalsIgnoreCase);
        return word && !condition.negated() && sameLetters ? " (capital letters count)" : "";
    }

    private static Predicate<String> test(Condition condition) {
        String wanted = wantedValue(condition);
        return switch (condition.operator()) {
            case EQUALS -> actual -> actual.equals(wanted);
            case CONTAINS -> actual -> actual.contains(wanted);
            case STARTS_WITH -> actual -> actual.startsWith(wanted);
            case ENDS_WITH -> actual -> actual.endsWith(wanted);
            case MATCHES -> SafePattern.of(condition.value())::finds;
            case IN -> list(wanted)::contains;
            case GREATER -> actual -> order(condition.field(), actual, wanted).orElse(0) > 0;
            case LESS -> actual -> order(condition.field(), actual, wanted).orElse(0) < 0;
            case EXISTS -> actual -> !actual.isEmpty();
        };
    }

    private static String wantedValue(Condition condition) {
        return condition.field().equals("weekday")
                ? condition.value().strip().toLowerCase(Locale.ROOT)
                : condition.value();
    }

    static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** How the first relates to the second; empty when they are no figures, or no clock times. */
    private static Optional<Integer> order(String field, String actual, String wanted) {
        if (field.equals("time")) {
            return actual.isEmpty()
                    ? Optional.empty()
                    : Optional.of(actual.compareTo(wanted.strip()));
        }
        Optional<BigDecimal> a = number(actual);
        Optional<BigDecimal> b = number(wanted);
        return a.isEmpty() || b.isEmpty()
                ? Optional.empty()
                : Optional.of(a.get().compareTo(b.get()));
    }

    /** Figures of a size that people use; 1e999999999 would be one too and never end. */
    static Optional<BigDecimal> number(String text) {
        return text.strip().matches("[+-]?[0-9]{1,30}([.][0-9]{1,10})?")
                ? Optional.of(new BigDecimal(text.strip()))
                : Optional.empty();
    }

    private String wanted() {
        String value = readable(condition.value());
        boolean not = condition.negated();
        return switch (condition.operator()) {
            case EQUALS -> equal(value, not);
            case CONTAINS -> (not ? "no " : "") + value + " in it";
            case STARTS_WITH -> (not ? "no " : "") + value + " at the start";
            case ENDS_WITH -> (not ? "no " : "") + value + " at the end";
            case MATCHES -> (not ? "no match of " : "a match of ") + value;
            case IN -> (not ? "none of " : "one of ") + value;
            case GREATER -> (not ? "at most " : "more than ") + value;
            case LESS -> (not ? "at least " : "less than ") + value;
            case EXISTS -> not ? "it empty" : "a value";
        };
    }

    private static String equal(String value, boolean not) {
        if (value.isEmpty()) {
            return not ? "a value" : "it empty";
        }
        return not ? "anything but " + value : value;
    }

    /** Values of callers go into sentences: short, and on one line. */
    static String readable(String value) {
        String line = TextTemplate.onOneLine(value);
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
