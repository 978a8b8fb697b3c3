package io.belfry.realtimepush.programs;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.realtimepush.socketio.Ascii;
import io.belfry.realtimepush.socketio.ClientSocket;

/** Events as they travel: made once for all programs that get them. */
final class EventPackets {
    /**
     * What ends the id of the first of the two packets of an event: the second did not come yet.
     */
    static final String HALF = "/1";

    private static final int KEPT = 256;

    private final Pair[] kept = new Pair[KEPT];

    /**
     * @param named by the event's own name
     * @param general by the name {@code event}
     */
    record Pair(EventPosition position, String named, String general) {}

    Pair of(LoggedEvent event) {
        int slot = (int) (event.position().number() % KEPT);
        Pair known = kept[slot];
        if (known != null && known.position().equals(event.position())) {
            return known;
        }
        String json = Ascii.json(event.json());
        String id = event.position().toString();
        Pair made =
                new Pair(
                        event.position(),
                        ClientSocket.encoded(event.kind(), json, id + HALF),
                        ClientSocket.encoded("event", json, id));
        kept[slot] = made;
        return made;
    }
}
