package io.belfry.ami.recorder;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which channels belong to one call: those that any event names together with one of them, by
 * Uniqueid or Linkedid. Found by reading the recording again until nothing new comes.
 */
final class Kinship {
    private static final int MOST = 5_000;
    private static final String UNIQUEID = "Uniqueid";
    private static final String LINKEDID = "Linkedid";
    private static final String CHANNEL = "Channel";

    private final String uniqueid;
    private final Set<String> uniqueids = new HashSet<>();
    private final Set<String> linkedids = new HashSet<>();
    private final Set<String> devices = new HashSet<>();
    private final Set<String> queues = new HashSet<>();
    private Instant since = Instant.MAX;
    private Instant listSince = Instant.MAX;
    private int before = -1;

    Kinship(String uniqueid) {
        this.uniqueid = uniqueid;
        uniqueids.add(uniqueid);
    }

    String uniqueid() {
        return uniqueid;
    }

    /** Did the last reading find something new? */
    boolean grows() {
        return before < size();
    }

    void begin() {
        before = size();
        listSince = Instant.MAX;
    }

    private int size() {
        return uniqueids.size() + linkedids.size() + devices.size() + queues.size();
    }

    boolean isFound() {
        return !since.equals(Instant.MAX);
    }

    /** Before this nothing is about the call. */
    Instant since() {
        return since;
    }

    void seen(Message message) {
        if (!message.note().isEmpty()) {
            listSince = Instant.MAX;
        } else if (ListCut.isListed(message) && listSince.equals(Instant.MAX)) {
            listSince = message.at();
        }
        List<Message.Header> headers = message.headers();
        if (!holds(headers) || size() > MOST) {
            return;
        }
        Instant at = ListCut.isListed(message) ? listSince : message.at();
        since = at.isBefore(since) ? at : since;
        for (Message.Header header : headers) {
            add(header.name(), header.value());
        }
        if (message.get("Application").equals("Queue")) {
            queues.add(message.get("ApplicationData").split(",", 2)[0]);
        }
    }

    private void add(String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        if (isId(name)) {
            uniqueids.add(value);
        } else if (name.endsWith(LINKEDID)) {
            linkedids.add(value);
        } else if (name.endsWith(CHANNEL) || name.equals("Newname")) {
            devices.add(device(value));
        } else if (name.equals("Interface")) {
            devices.add(value);
        } else if (name.equals("Queue")) {
            queues.add(value);
        }
    }

    boolean holds(Message message) {
        return holds(message.headers());
    }

    private boolean holds(List<Message.Header> headers) {
        return headers.stream()
                .anyMatch(
                        header ->
                                isId(header.name()) && uniqueids.contains(header.value())
                                        || header.name().endsWith(LINKEDID)
                                                && linkedids.contains(header.value()));
    }

    private static boolean isId(String header) {
        return header.endsWith(UNIQUEID) && !header.contains("Bridge");
    }

    /** Is it the device or the interface of somebody who has to do with the call? */
    boolean isOurs(String device) {
        return devices.contains(device);
    }

    boolean isQueue(String queue) {
        return queues.contains(queue);
    }

    /** {@code PJSIP/anna-0000001a} is a channel of the device {@code PJSIP/anna}. */
    static String device(String channel) {
        int dash = channel.lastIndexOf('-');
        return dash < 0 ? channel : channel.substring(0, dash);
    }
}
