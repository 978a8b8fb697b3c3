package io.belfry.core.bus;

/**
 * How the script of an integration is.
 *
 * @param state {@code running}, {@code paused} or {@code failing}
 * @param why in words; empty when there is nothing to say
 * @param until when a pause ends, ISO-8601; empty for none
 * @param kills how often it had to be stopped in the last ten minutes
 * @param calls of its handlers since the start
 * @param failures of these
 */
public record ScriptState(
        String integrationId,
        String state,
        String why,
        String until,
        int kills,
        long calls,
        long failures) {}
