package io.belfry.core.integration;

/**
 * One comparison of a rule.
 *
 * @param field a field of the event, a custom variable, {@code pbx}, {@code time} (HH:mm) or {@code
 *     weekday} (mon … sun)
 * @param value what to compare with; for {@code in} a list divided by commas; ignored for {@code
 *     exists}
 */
public record Condition(String field, Operator operator, boolean negated, String value) {
    /** The operator's word of the public interface. */
    public String op() {
        return operator.word(negated);
    }
}
