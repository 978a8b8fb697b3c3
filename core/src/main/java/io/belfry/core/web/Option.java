package io.belfry.core.web;

/**
 * A choice in a form.
 *
 * @param value what is sent
 * @param label what is read
 */
public record Option(String value, String label) {
    /** Where what is sent is also what is read. */
    public static Option of(String value) {
        return new Option(value, value);
    }
}
