package io.belfry.ami;

import java.time.Duration;

/**
 * Figures of a connector. {@link #defaults()} is what runs; tests take shorter ones.
 *
 * @param fallback asterisk-java's own connection instead of the one that reads events itself
 * @param pingInterval from a ping's answer to the next ping
 * @param pingLimit a ping without answer for so long is missing, and repeated at once; the second
 *     missing one ends the connection
 * @param answerLimit for any other action
 * @param listLimit for both lists of a snapshot; then they are asked for again
 * @param settle from the login to the snapshot: FullyBooted comes in this time, if it comes
 * @param retryFrom first pause before a new attempt, doubled each time; the pause taken is a random
 *     part of it, so that many connectors do not come back at once
 * @param retryTo longest pause
 * @param retryRefused pause after the PBX refused us
 * @param stable a connection that lived so long makes the pauses start anew
 * @param queueLimit events that may wait between reader and event loop
 * @param turn events that are handled before the event loop gets to breathe
 */
public record ConnectorOptions(
        LinkOptions link,
        boolean fallback,
        Duration pingInterval,
        Duration pingLimit,
        Duration answerLimit,
        Duration listLimit,
        Duration settle,
        Duration retryFrom,
        Duration retryTo,
        Duration retryRefused,
        Duration stable,
        int queueLimit,
        int turn) {
    public static ConnectorOptions defaults() {
        return new ConnectorOptions(
                LinkOptions.defaults(),
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                100_000,
                500);
    }

    /** How long a peer can be silent, at most, before we know. */
    Duration detection() {
        return pingInterval.plus(pingLimit.multipliedBy(2));
    }

    public ConnectorOptions withFallback(boolean on) {
        return new ConnectorOptions(
                link,
                on,
                pingInterval,
                pingLimit,
                answerLimit,
                listLimit,
                settle,
                retryFrom,
                retryTo,
                retryRefused,
                stable,
                queueLimit,
                turn);
    }

    public ConnectorOptions withLink(LinkOptions other) {
        return new ConnectorOptions(
                other,
                fallback,
                pingInterval,
                pingLimit,
                answerLimit,
                listLimit,
                settle,
                retryFrom,
                retryTo,
                retryRefused,
                stable,
                queueLimit,
                turn);
    }

    public ConnectorOptions withPingLimit(Duration other) {
        return new ConnectorOptions(
                link,
                fallback,
                pingInterval,
                other,
                answerLimit,
                listLimit,
                settle,
                retryFrom,
                retryTo,
                retryRefused,
                stable,
                queueLimit,
                turn);
    }

    public ConnectorOptions withListLimit(Duration other) {
        return new ConnectorOptions(
                link,
                fallback,
                pingInterval,
                pingLimit,
                answerLimit,
                other,
                settle,
                retryFrom,
                retryTo,
                retryRefused,
                stable,
                queueLimit,
                turn);
    }

    public ConnectorOptions withQueueLimit(int events) {
        return new ConnectorOptions(
                link,
                fallback,
                pingInterval,
                pingLimit,
                answerLimit,
                listLimit,
                settle,
                retryFrom,
                retryTo,
                retryRefused,
                stable,
                events,
                turn);
    }
}
