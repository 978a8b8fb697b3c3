package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.state.CEscapes;
import io.belfry.simulator.state.ChannelState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A live channel of the simulated PBX. Texts are the values themselves; they are escaped when
 * written.
 */
final class Channel {
    static final int DOWN = 0;
    static final int RING = 4;
    static final int RINGING = 5;
    static final int UP = 6;

    private static final List<String> STATES =
            List.of("Down", "Rsrvd", "OffHook", "Dialing", "Ring", "Ringing", "Up", "Busy");

    final String name;
    final String uniqueid;
    final Instant since;

    /**
     * The phone or trunk at its other end, {@code PJSIP/andrea.bianco}; a Local channel has none.
     */
    final String device;

    /** The SIP dialogue's id, as BRIDGEPVTCALLID shows it; empty for a Local channel. */
    final String callId;

    String linkedid;
    int state;
    String number = "";
    String callerName = "";
    String connectedNumber = "";
    String connectedName = "";
    String context;
    String exten;
    int priority = 1;
    String application = "";
    String applicationData = "";

    /**
     * An unanswered caller's phone counts as busy only when it was told that the other side rings.
     */
    boolean alerted;

    boolean held;
    boolean knowsPeersCallId;
    boolean transferred;
    boolean gone;
    Optional<Bridge> bridge = Optional.empty();
    Occupation occupation = Occupation.NONE;
    private final List<Map.Entry<String, String>> inherited = new ArrayList<>();
    private final List<Runnable> whenGone = new ArrayList<>();

    Channel(
            String name,
            String device,
            String uniqueid,
            String linkedid,
            String callId,
            Instant since) {
        this.name = name;
        this.device = device;
        this.uniqueid = uniqueid;
        this.linkedid = linkedid;
        this.callId = callId;
        this.since = since;
    }

    Channel at(String newContext, String newExten, int newPriority) {
        context = newContext;
        exten = newExten;
        priority = newPriority;
        return this;
    }

    Channel caller(String newNumber, String newName) {
        number = newNumber;
        callerName = newName;
        return this;
    }

    Channel state(int newState) {
        state = newState;
        return this;
    }

    boolean isUp() {
        return state == UP;
    }

    /**
     * Remembers a variable that the legs of this channel inherit (one set with two underscores).
     */
    void bequeath(String variable, String value) {
        inherited.removeIf(known -> known.getKey().equals(variable));
        inherited.add(0, Map.entry(variable, value));
    }

    /** One that this channel got from another itself; these keep their order. */
    void inherit(String variable, String value) {
        inherited.add(Map.entry(variable, value));
    }

    /** What a new leg inherits, the last set first. */
    List<Map.Entry<String, String>> inheritance() {
        return List.copyOf(inherited);
    }

    void whenGone(Runnable task) {
        whenGone.add(task);
    }

    List<Runnable> takeLastWishes() {
        List<Runnable> wishes = List.copyOf(whenGone);
        whenGone.clear();
        return wishes;
    }

    /** The channel as it is now; the events of the next moments may still show this. */
    Snapshot snapshot() {
        return new Snapshot(
                List.of(
                        name,
                        Integer.toString(state),
                        STATES.get(state),
                        known(number),
                        known(CEscapes.escape(callerName)),
                        known(connectedNumber),
                        known(CEscapes.escape(connectedName)),
                        "en",
                        "",
                        context,
                        exten,
                        Integer.toString(priority),
                        uniqueid,
                        linkedid));
    }

    private static String known(String value) {
        return value.isEmpty() ? "<unknown>" : value;
    }

    /** The lines that every event about a channel has. */
    record Snapshot(List<String> values) {
        void write(AmiEvent.Builder event, String prefix) {
            List<String> names = ChannelState.SNAPSHOT;
            for (int i = 0; i < names.size(); i++) {
                event.with(prefix + names.get(i), values.get(i));
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
