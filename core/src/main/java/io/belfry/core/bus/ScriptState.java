package io.belfry.core.bus;

/**
 * How the script of an integration is.
 *
 * @param state {@code running}, {@code paused} or {@code failing}
 * @param why in words; empty when it is running
 * @param until when it is tried again by itself, ISO-8601; empty when it is not paused
 * @param kills how often its process had to be killed in the last ten minutes
 * @param calls handlers called since the start of the server
 * @param failures of these that failed or were stopped
 */
public record ScriptState(
        String integrationId,
        String state,
        String why,
        String until,
        int kills,
        long calls,
        long failures) {}
