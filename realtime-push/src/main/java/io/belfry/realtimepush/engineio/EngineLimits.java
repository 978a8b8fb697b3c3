package io.belfry.realtimepush.engineio;

import java.time.Duration;

/**
 * What one client may take, and how long the server waits for it.
 *
 * @param pingInterval between heartbeats
 * @param pingTimeout how long an answer to one may take
 * @param within how long a request's body, a change of transport and a farewell may take
 * @param payload characters of a packet and of the body of a request
 * @param waiting characters that wait for a polling client; more, and it is full
 * @param sessions at once
 * @param ofAddress the same of one address
 * @param packets of one client in ten seconds, heartbeats included; who sends more is closed
 */
public record EngineLimits(
        Duration pingInterval,
        Duration pingTimeout,
        Duration within,
        int payload,
        int waiting,
        int sessions,
        int ofAddress,
        int packets) {
    /** 25 s and 20 s, as clients are used to; 64 kB; 5,000 sessions, 50 of an address. */
    public static EngineLimits defaults() {
        return new EngineLimits(
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                64 * 1024,
                64 * 1024,
                5_000,
                50,
                1_000);
    }

    public EngineLimits withSessions(int most) {
        return new EngineLimits(
                pingInterval, pingTimeout, within, payload, waiting, most, ofAddress, packets);
    }

    public EngineLimits withOfAddress(int most) {
        return new EngineLimits(
                pingInterval, pingTimeout, within, payload, waiting, sessions, most, packets);
    }
}
