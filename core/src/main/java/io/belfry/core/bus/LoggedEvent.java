package io.belfry.core.bus;

import io.belfry.core.call.CallEvent;
import io.belfry.core.wire.CallEventJson;
import java.time.Instant;

/**
 * A call event with its place in the one order in which programs get them.
 *
 * @param position its id for whoever comes back after a break
 * @param at when the PBX event was read
 * @param kind word of the event
 * @param queue whose it is; empty for none
 * @param json the event as {@code events.md} says, in one line
 */
public record LoggedEvent(
        EventPosition position, Instant at, String kind, String queue, String json) {
    public static LoggedEvent of(EventPosition position, CallEvent event) {
        return new LoggedEvent(
                position,
                event.head().at(),
                event.kind().word(),
                event.call().queue(),
                CallEventJson.of(event).encode());
    }
}
