package io.belfry.ami;

import io.belfry.core.call.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels of a PBX and what hangs on them: names, dialplan place at birth, custom variables,
 * the other half of a Local channel. A channel that hung up is remembered for a while, because late
 * events still name it.
 */
final class Channels {
    private static final Duration TOMBSTONE = Duration.ofSeconds(30);
    private static final int MAX_CHANNELS = 200_000;

    private final Map<String, Channel> byUniqueid = new LinkedHashMap<>();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private Set<String> wanted = Set.of();
    private boolean told;

    /** Names of the custom variables; only those are kept. */
    void configure(Collection<String> variableNames) {
        wanted = Set.copyOf(variableNames);
    }

    /** The channel of this Uniqueid, made when it was not seen before. */
    private Channel at(String uniqueid) {
        Channel channel = byUniqueid.get(uniqueid);
        if (channel == null) {
            if (byUniqueid.size() >= MAX_CHANNELS) {
                byUniqueid.remove(byUniqueid.keySet().iterator().next());
            }
            channel = new Channel();
            byUniqueid.put(uniqueid, channel);
        }
        return channel;
    }

    boolean knows(String uniqueid) {
        return byUniqueid.containsKey(uniqueid);
    }

    /**
     * Can there be such a channel? Data with line breaks can forge whole events; but where we are
     * told of channels at all, a channel that nobody told us of does not exist.
     */
    boolean isPossible(String uniqueid) {
        return !told || byUniqueid.containsKey(uniqueid);
    }

    /** A channel of which something was told before any channel was announced. */
    void believed(String uniqueid) {
        at(uniqueid);
    }

    /** A channel as the PBX announces or lists it. */
    Channel announced(String uniqueid) {
        told = true;
        return at(uniqueid);
    }

    void set(String uniqueid, String variable, String value) {
        // inheritance is written into the name: _x for one generation, __x for all
        String name = variable.startsWith("__") ? variable.substring(2) : variable;
        name = name.startsWith("_") ? name.substring(1) : name;
        if (wanted.contains(name) && isPossible(uniqueid)) {
            at(uniqueid).variables.put(name, value);
        }
    }

    /** Values of all configured variables on this channel, empty where there is none. */
    Map<String, String> variables(String uniqueid) {
        Channel channel = byUniqueid.get(uniqueid);
        Map<String, String> values = new HashMap<>();
        for (String name : wanted) {
            values.put(name, channel == null ? "" : channel.variables.getOrDefault(name, ""));
        }
        return values;
    }

    void hungUp(String uniqueid, Instant at) {
        Channel channel = byUniqueid.get(uniqueid);
        if (channel != null) {
            channel.gone = true;
            gone.add(new Gone(uniqueid, at.plus(TOMBSTONE)));
        }
    }

    void tick(Instant now) {
        while (!gone.isEmpty() && !gone.peek().until().isAfter(now)) {
            byUniqueid.remove(gone.poll().uniqueid());
        }
    }

    String otherHalf(String uniqueid) {
        Channel channel = byUniqueid.get(uniqueid);
        return channel == null ? "" : channel.otherHalf;
    }

    /**
     * The leg of the queue that this channel belongs to: itself, or the Local channel it stands
     * behind.
     */
    String leg(String uniqueid) {
        Channel channel = byUniqueid.get(uniqueid);
        return channel == null || channel.front.isEmpty() ? uniqueid : channel.front;
    }

    /** Has this leg hung up, and the device that stands behind it too? */
    boolean isOver(String leg) {
        Channel channel = byUniqueid.get(leg);
        if (channel == null) {
            return true;
        }
        Channel device = byUniqueid.get(channel.device);
        return channel.gone && (device == null || device.gone);
    }

    /** This channel is what really rings behind that half of a Local channel. */
    void behind(String uniqueid, String local) {
        find(uniqueid).ifPresent(channel -> channel.front = local);
        find(local).ifPresent(channel -> channel.device = uniqueid);
    }

    void halves(String one, String two) {
        at(one).otherHalf = two;
        at(two).otherHalf = one;
    }

    /**
     * @return empty when it was not announced
     */
    Optional<Channel> find(String uniqueid) {
        return Optional.ofNullable(byUniqueid.get(uniqueid));
    }

    /**
     * {@code PJSIP/anna-0000001a} is of the device {@code PJSIP/anna}; both halves of a Local
     * channel are of one.
     */
    static String device(String channel) {
        int dash = channel.lastIndexOf('-');
        return dash < 0 ? channel : channel.substring(0, dash);
    }

    private record Gone(String uniqueid, Instant until) {}

    /** One leg. */
    static final class Channel {
        private final Map<String, String> variables = new HashMap<>(4);
        private String name = "";
        private String linkedid = "";
        private String context = "";
        private String extension = "";
        private String otherHalf = "";
        private String front = "";
        private String device = "";
        private boolean gone;
        private Caller caller = Caller.UNKNOWN;

        String name() {
            return name;
        }

        void named(String channel) {
            if (!channel.isEmpty()) {
                name = channel;
            }
        }

        /** As it was born: later dialplan steps do not change who called and what was dialled. */
        void born(String linked, String inContext, String dialled, Caller who) {
            linkedid = linked;
            context = inContext;
            extension = dialled;
            caller = who;
        }

        String linkedid() {
            return linkedid;
        }

        String context() {
            return context;
        }

        String extension() {
            return extension;
        }

        Caller caller() {
            return caller;
        }
    }
}
