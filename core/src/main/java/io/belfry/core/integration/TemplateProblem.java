package io.belfry.core.integration;

/**
 * What is wrong with a template, and where.
 *
 * @param position index of the first character that it is about, from 0
 * @param length how many characters
 * @param message in words, with the mend
 * @param suggestion what to write instead of these characters; empty when we do not know
 */
public record TemplateProblem(int position, int length, String message, String suggestion) {
    static TemplateProblem at(int position, int length, String message) {
        return new TemplateProblem(position, length, message, "");
    }
}
