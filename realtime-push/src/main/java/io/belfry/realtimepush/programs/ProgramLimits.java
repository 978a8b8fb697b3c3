package io.belfry.realtimepush.programs;

import io.belfry.realtimepush.engineio.EngineLimits;
import java.time.Duration;

/**
 * What programs may take.
 *
 * @param connectWithin a socket in which nobody connects is closed
 * @param patience with a program that reads nothing
 * @param beat how often a program that gets little is told how far it is
 * @param events of one socket in ten seconds, commands and subscriptions
 * @param tokenEvents of all sockets with one token in a second
 * @param field characters of one text
 * @param subscriptions of one socket
 */
public record ProgramLimits(
        EngineLimits engine,
        Duration connectWithin,
        Duration patience,
        Duration beat,
        int events,
        int tokenEvents,
        int field,
        int subscriptions) {
    public static ProgramLimits defaults() {
        return new ProgramLimits(
                EngineLimits.defaults(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                100,
                100,
                16 * 1024,
                20);
    }

    public ProgramLimits with(EngineLimits others) {
        return new ProgramLimits(
                others, connectWithin, patience, beat, events, tokenEvents, field, subscriptions);
    }
}
