package io.belfry.realtimepush.programs;

import io.belfry.core.bus.EventPosition;
import java.util.Optional;

/**
 * Where a program that comes back goes on. Each event travels as two packets; the id of the first
 * says that the second did not come yet, so that neither is missed nor told twice.
 *
 * @param lastId of the last event that it had whole
 * @param half id of the event whose first packet it had; empty for none
 */
record Resumption(String lastId, String half) {
    static Resumption of(String said) {
        if (!said.endsWith(EventPackets.HALF)) {
            return new Resumption(said, "");
        }
        String id = said.substring(0, said.length() - EventPackets.HALF.length());
        Optional<EventPosition> position = EventPosition.of(id).filter(at -> at.number() > 0);
        return position.map(
                        at ->
                                new Resumption(
                                        new EventPosition(at.started(), at.number() - 1).toString(),
                                        at.toString()))
                .orElse(new Resumption(said, ""));
    }
}
