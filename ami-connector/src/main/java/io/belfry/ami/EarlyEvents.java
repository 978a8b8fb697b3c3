package io.belfry.ami;

import static io.belfry.ami.AmiField.UNIQUEID;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events about channels that nobody has announced, while the lines of a list are still coming: one
 * of them may announce the channel. What happens to a channel stays in order, so whatever follows
 * about it waits as well. Bounded; what finds no room is the caller's to count.
 */
final class EarlyEvents {
    private static final int MOST = 1_000;

    private final Map<String, List<AmiEvent>> byChannel = new LinkedHashMap<>();
    private int size;

    /** Something about this channel waits already. */
    boolean isAbout(AmiEvent e) {
        return size > 0 && byChannel.containsKey(e.get(UNIQUEID));
    }

    /**
     * @return false when there is no room
     */
    boolean add(AmiEvent e) {
        if (size >= MOST) {
            return false;
        }
        byChannel.computeIfAbsent(e.get(UNIQUEID), channel -> new ArrayList<>(2)).add(e);
        size++;
        return true;
    }

    /** What waited for this channel, in order; it waits no more. */
    List<AmiEvent> take(String uniqueid) {
        List<AmiEvent> taken = size == 0 ? null : byChannel.remove(uniqueid);
        if (taken == null) {
            return List.of();
        }
        size -= taken.size();
        return taken;
    }

    /**
     * Nothing waits any more.
     *
     * @return how many events are given up: of channels that are in no list
     */
    int clear() {
        int left = size;
        byChannel.clear();
        size = 0;
        return left;
    }
}
