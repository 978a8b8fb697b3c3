package io.belfry.ami;

import io.belfry.core.call.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The channels of a PBX and what hangs on them: names, dialplan place at birth, custom variables,
 * the other half of a Local channel. A channel that hung up is remembered for a while, because late
 * events still name it.
 */
final class Channels {
    private static final Duration TOMBSTONE = Duration.ofSeconds(30);
    private static final int MAX_CHANNELS = 200_000;

    /** One behind the other; more is a loop. */
    private static final int MAX_LOCALS = 10;

    private final Map<String, Channel> byUniqueid = new LinkedHashMap<>();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private Set<String> wanted = Set.of();
    private boolean told;
    private long lists;

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
            channel.known = lists;
            byUniqueid.put(uniqueid, channel);
        }
        return channel;
    }

    boolean knows(String uniqueid) {
        return byUniqueid.containsKey(uniqueid);
    }

    /**
     * Can there be such a channel? Data with line breaks can forge whole events; but where we are
     * told of new channels at all, a channel that nobody told us of does not exist.
     */
    boolean isPossible(String uniqueid) {
        return !told || byUniqueid.containsKey(uniqueid);
    }

    /** A channel of which something was told before any channel was announced. */
    void believed(String uniqueid) {
        at(uniqueid);
    }

    /** A channel as the PBX announces it. */
    Channel announced(String uniqueid) {
        told = true;
        return listed(uniqueid);
    }

    /** A channel as a list shows it; a list comes also where new channels are not told. */
    Channel listed(String uniqueid) {
        Channel channel = at(uniqueid);
        channel.known = lists;
        channel.gone = false;
        return channel;
    }

    /** The next connection may tell less. */
    void lost() {
        told = false;
        listsBegin();
    }

    /** What is known from before may have ended. */
    void listsBegin() {
        lists++;
    }

    /**
     * Of all that are known from before, these are all that there are: the ends of the others were
     * not told, and are not told any more.
     */
    void keep(Set<String> live, Instant at) {
        for (Map.Entry<String, Channel> each : byUniqueid.entrySet()) {
            Channel channel = each.getValue();
            if (channel.known < lists && !channel.gone && !live.contains(each.getKey())) {
                hungUp(each.getKey(), at);
            }
        }
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

    /** The same; nothing where the channel is not known. */
    Map<String, String> variablesOf(String uniqueid) {
        return knows(uniqueid) ? variables(uniqueid) : Map.of();
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
            String uniqueid = gone.poll().uniqueid();
            // a list may have shown it again
            if (isGone(uniqueid)) {
                byUniqueid.remove(uniqueid);
            }
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

    /** Has this leg hung up, and all that stands behind it too? */
    boolean isOver(String leg) {
        Channel channel = byUniqueid.get(leg);
        return channel == null
                || channel.gone
                        && channel.phones.stream()
                                .flatMap(phones -> phones.channels().stream())
                                .allMatch(this::isGone);
    }

    private boolean isGone(String uniqueid) {
        Channel channel = byUniqueid.get(uniqueid);
        return channel == null || channel.gone;
    }

    /**
     * A channel was dialled from behind that half of a Local channel, which may itself stand behind
     * another.
     *
     * @param device of the channel
     * @return the leg behind which it rings
     */
    String behind(String uniqueid, String device, String local) {
        String leg = leg(local);
        find(uniqueid).ifPresent(channel -> channel.front = leg);
        find(leg)
                .ifPresent(
                        channel -> {
                            Phones phones = channel.phones.orElseGet(Phones::new);
                            channel.phones = Optional.of(phones);
                            phones.rings(uniqueid, device.startsWith("Local/") ? "" : device);
                        });
        return leg;
    }

    /**
     * A channel takes another name. A telephone's takes that of another one when a colleague picks
     * its call up there; others do for a moment, or for the work of the dialplan.
     *
     * @return whether it was picked up
     */
    boolean renamed(String uniqueid, String name) {
        Optional<Channel> channel = find(uniqueid);
        boolean pickedUp =
                channel.filter(each -> isTelephone(each.name) && isTelephone(name))
                        .filter(each -> !device(each.name).equals(device(name)))
                        .isPresent();
        channel.ifPresent(each -> each.named(name));
        if (pickedUp) {
            channel.ifPresent(each -> each.pickedUpAt = device(name));
            phones(leg(uniqueid)).ifPresent(phones -> phones.movesTo(uniqueid, device(name)));
        }
        return pickedUp;
    }

    /**
     * The device that this leg of a queue is, as far as its interface does not say so.
     *
     * @return empty where the interface says it; an empty device where it could be one of several
     */
    Optional<String> deviceOf(String leg) {
        Optional<String> pickedUpAt =
                find(leg).map(channel -> channel.pickedUpAt).filter(each -> !each.isEmpty());
        return phones(leg).map(Phones::device).or(() -> pickedUpAt);
    }

    private static boolean isTelephone(String name) {
        return name.indexOf('/') == name.lastIndexOf('/')
                && !name.endsWith(">")
                && !name.startsWith("Local/");
    }

    /** What rings behind this leg; nothing where it is a telephone's own. */
    Optional<Phones> phones(String leg) {
        return find(leg).flatMap(channel -> channel.phones);
    }

    /**
     * This channel dials that one.
     *
     * @param words that it is dialled by
     */
    void dials(String uniqueid, String dialled, String words) {
        find(uniqueid).ifPresent(channel -> channel.calledOff = "");
        find(dialled)
                .ifPresent(
                        channel -> {
                            channel.dialler = uniqueid;
                            channel.dialledBy = words;
                            channel.dialOver = false;
                        });
    }

    /** What this channel dials, and what has no result yet. */
    List<Dialled> dialledFrom(String uniqueid) {
        return byUniqueid.entrySet().stream()
                .filter(each -> each.getValue().isDialledFrom(uniqueid))
                .map(each -> new Dialled(each.getKey(), each.getValue().name))
                .toList();
    }

    /** A channel that was dialled has its result. */
    void dialEnded(String dialled) {
        find(dialled).ifPresent(channel -> channel.dialOver = true);
    }

    /** This channel does not dial that one any more, and nobody has answered. */
    void calledOff(String uniqueid, String dialled) {
        find(uniqueid).ifPresent(channel -> channel.calledOff = dialled);
    }

    /**
     * The leg whose call a colleague takes at his telephone. The PBX puts his channel in its place:
     * it says that the leg was called off, and at once that his, which came by itself, is dialled
     * by the same words.
     *
     * @param uniqueid of who dials
     */
    Optional<String> pickedUp(String uniqueid, String dialled, String words) {
        String called = find(uniqueid).map(channel -> channel.calledOff).orElse("");
        Optional<Channel> before = find(called).filter(leg -> leg.dialledBy.equals(words));
        Optional<Channel> taker = find(dialled).filter(each -> each.linkedid.equals(dialled));
        return before.isPresent()
                        && taker.isPresent()
                        && !words.isEmpty()
                        && !device(before.get().name).equals(device(taker.get().name))
                ? Optional.of(called)
                : Optional.empty();
    }

    /** The leg is answered at this device and not at the one that it was made for. */
    void isAt(String leg, String device) {
        find(leg).ifPresent(channel -> channel.pickedUpAt = device);
    }

    /**
     * On whose behalf a channel dials: its own, and where it is half of a Local channel that of who
     * dialled the other half, or of the telephone that was picked up behind it.
     *
     * @param stranger where the way ends: what a queue dials is nobody's call
     */
    String dialler(String uniqueid, Predicate<String> stranger) {
        String dialler = uniqueid;
        for (int step = 0; step < MAX_LOCALS && !otherHalf(dialler).isEmpty(); step++) {
            Optional<String> pickedUp = phones(dialler).flatMap(Phones::answered);
            String before =
                    pickedUp.orElse(
                            find(otherHalf(dialler)).map(channel -> channel.dialler).orElse(""));
            if (before.isEmpty() || stranger.test(before)) {
                return "";
            }
            dialler = before;
        }
        return dialler;
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

    /**
     * @param name as the PBX calls the channel
     */
    record Dialled(String uniqueid, String name) {}

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
        private String dialler = "";
        private String pickedUpAt = "";
        private String dialledBy = "";
        private String calledOff = "";
        private boolean dialOver;
        private Optional<Phones> phones = Optional.empty();
        private boolean gone;
        private long known;
        private Caller caller = Caller.UNKNOWN;

        private boolean isDialledFrom(String uniqueid) {
            return dialler.equals(uniqueid) && !dialOver && !gone;
        }

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
