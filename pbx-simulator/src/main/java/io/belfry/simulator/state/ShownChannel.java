package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import java.util.HashMap;
import java.util.Map;

/** One of the channels that an event may show: their lines differ by a prefix. */
final class ShownChannel {
    /** The channel that the event is about. */
    static final ShownChannel MAIN = new ShownChannel("");

    private final Map<String, String> names = new HashMap<>();

    ShownChannel(String prefix) {
        ChannelState.SNAPSHOT.forEach(name -> names.put(name, prefix + name));
    }

    boolean isIn(AmiEvent event) {
        return event.has(names.get("ChannelState"))
                && !value(event, "Uniqueid").isEmpty()
                && !value(event, "Channel").isEmpty();
    }

    boolean has(AmiEvent event, String name) {
        return event.has(names.get(name));
    }

    String value(AmiEvent event, String name) {
        return event.get(names.get(name));
    }
}
