package io.belfry.core.integration;

/** What a rule says to an event, and why. */
public sealed interface Verdict {
    /**
     * @param because the conditions that held, in words; empty when there were none
     */
    record Yes(String because) implements Verdict {}

    /**
     * @param because in words: "queue is Support, wants Sales"
     * @param field the field that failed; {@code event} when the rule looks at other events
     * @param actual its value in this event
     * @param wanted what the condition asks for
     */
    record No(String because, String field, String actual, String wanted) implements Verdict {}

    default boolean holds() {
        return this instanceof Yes;
    }
}
