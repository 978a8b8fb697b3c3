package io.belfry.core.integration;

/**
 * An Asterisk channel variable that events shall carry, for example {@code ordernumber}.
 *
 * @param sample a value for previews
 */
public record CustomVariable(
        String id, String name, String description, String sample, long version) {}
