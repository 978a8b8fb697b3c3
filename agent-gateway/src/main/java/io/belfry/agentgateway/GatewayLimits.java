package io.belfry.agentgateway;

import java.time.Duration;

/**
 * Everything that buffers or waits in the agents' gateway has its number here.
 *
 * @param answer how long an asker waits for the browser's word; a later word is published, not lost
 * @param reconnect how long a page that was there a moment ago may take to come back
 * @param young a page older than this is never opened by itself
 * @param kept how long something unanswered stays in the outbox
 * @param entries unanswered things per agent
 * @param bytes size of the unanswered things per agent, as messages
 * @param history pages per agent that the lists of the day show
 * @param cards calls per agent that are shown
 * @param windows sockets per agent
 * @param sockets sockets of this node
 * @param messageBytes longest message from a page
 * @param messages messages from one page per {@code messageSpan}
 * @param slow how long a page may leave its socket full
 * @param heartbeat between two signs of life
 * @param silence without any sign of life for so long, the socket is given up
 * @param keep how long a page in the work window is safe from the page of another call
 * @param framing how long a page waits to know whether its site allows frames; with the way to the
 *     agent it must stay below a second
 * @param framed sites of which that is remembered
 */
public record GatewayLimits(
        Duration answer,
        Duration reconnect,
        Duration young,
        Duration kept,
        int entries,
        int bytes,
        int history,
        int cards,
        int windows,
        int sockets,
        int messageBytes,
        int messages,
        Duration messageSpan,
        Duration slow,
        Duration heartbeat,
        Duration silence,
        Duration keep,
        Duration framing,
        int framed) {
    public static final GatewayLimits DEFAULT =
            new GatewayLimits(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    100,
                    256 * 1024,
                    100,
                    60,
                    10,
                    12_000,
                    64 * 1024,
                    100,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(700),
                    500);

    /** The same with another protection of the page in the work window. */
    public GatewayLimits keeping(Duration time) {
        return with(time, framing);
    }

    /** The same for sites that answer more slowly. */
    GatewayLimits framing(Duration time) {
        return with(keep, time);
    }

    private GatewayLimits with(Duration newKeep, Duration newFraming) {
        return new GatewayLimits(
                answer,
                reconnect,
                young,
                kept,
                entries,
                bytes,
                history,
                cards,
                windows,
                sockets,
                messageBytes,
                messages,
                messageSpan,
                slow,
                heartbeat,
                silence,
                newKeep,
                newFraming,
                framed);
    }

    /** A page that went away longer ago than this is not expected back within a moment. */
    Duration recentlyGone() {
        return reconnect.multipliedBy(5);
    }
}
