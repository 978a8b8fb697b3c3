package io.belfry.core.bus;

/**
 * What a script wrote to its console.
 *
 * @param level {@code log}, {@code warn} or {@code error}
 */
public record ScriptLine(String level, String text) {}
