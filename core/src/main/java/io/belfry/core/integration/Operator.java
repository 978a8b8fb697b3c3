package io.belfry.core.integration;

import java.util.Optional;

/** How a condition compares; each also exists the other way round ({@link Condition#negated()}). */
public enum Operator {
    EQUALS("equals", "notEquals"),
    CONTAINS("contains", "notContains"),
    STARTS_WITH("startsWith", "notStartsWith"),
    ENDS_WITH("endsWith", "notEndsWith"),
    MATCHES("matches", "notMatches"),
    IN("in", "notIn"),
    GREATER("gt", "notGt"),
    LESS("lt", "notLt"),
    EXISTS("exists", "notExists");

    private final String word;
    private final String opposite;

    Operator(String word, String opposite) {
        this.word = word;
        this.opposite = opposite;
    }

    /** The word of the public interface, {@code startsWith} or {@code notStartsWith}. */
    public String word(boolean negated) {
        return negated ? opposite : word;
    }

    public static Optional<Operator> of(String word) {
        for (Operator operator : values()) {
            if (operator.word.equals(word) || operator.opposite.equals(word)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    public static boolean isNegated(String word) {
        for (Operator operator : values()) {
            if (operator.opposite.equals(word)) {
                return true;
            }
        }
        return false;
    }
}
