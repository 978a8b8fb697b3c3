package io.belfry.ami;

import static io.belfry.ami.AmiField.APPLICATION;
import static io.belfry.ami.AmiField.APPLICATION_DATA;
import static io.belfry.ami.AmiField.BRIDGE_ID;
import static io.belfry.ami.AmiField.CALLER_ID_NAME;
import static io.belfry.ami.AmiField.CALLER_ID_NUM;
import static io.belfry.ami.AmiField.CHANNEL;
import static io.belfry.ami.AmiField.CHANNEL_STATE;
import static io.belfry.ami.AmiField.CONTEXT;
import static io.belfry.ami.AmiField.EXTEN;
import static io.belfry.ami.AmiField.IN_CALL;
import static io.belfry.ami.AmiField.LINKEDID;
import static io.belfry.ami.AmiField.LIST_ITEMS;
import static io.belfry.ami.AmiField.LOCATION;
import static io.belfry.ami.AmiField.NAME;
import static io.belfry.ami.AmiField.QUEUE;
import static io.belfry.ami.AmiField.STATE_INTERFACE;
import static io.belfry.ami.AmiField.UNIQUEID;
import static io.belfry.ami.AmiText.known;
import static io.belfry.ami.AmiText.unescaped;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.PbxSnapshot;
import io.belfry.core.call.PbxSnapshot.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Puts the lists of CoreShowChannels and QueueStatus together and says what they mean: who waits,
 * for whom it rings, who talks. A caller who was answered is no QueueEntry any more; then his
 * channel's application is still Queue and its bridge holds a member's channel.
 */
final class Snapshot {
    private static final String RINGING = "5";
    private static final int MAX_ENTRIES = 200_000;

    private final String pbx;
    private final Channels channels;
    private final AgentChannels outgoing;
    private final LongSupplier facts;
    private final Map<String, AmiEvent> listed = new LinkedHashMap<>();
    private final List<AmiEvent> members = new ArrayList<>();
    private final List<AmiEvent> entries = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private AgentDirectory agents = AgentDirectory.EMPTY;
    private OptionalLong begun = OptionalLong.empty();
    private boolean channelsEnded;
    private boolean queuesEnded;
    private int queueItems;
    private boolean torn;
    private Instant since = Instant.MAX;

    /**
     * @param facts how many the tracker has been told
     */
    Snapshot(String pbx, Channels channels, AgentChannels outgoing, LongSupplier facts) {
        this.pbx = pbx;
        this.channels = channels;
        this.outgoing = outgoing;
        this.facts = facts;
    }

    void configure(AgentDirectory directory) {
        agents = directory;
    }

    void restart() {
        begun = OptionalLong.empty();
        channelsEnded = false;
        queuesEnded = false;
        queueItems = 0;
        torn = false;
        listed.clear();
        members.clear();
        entries.clear();
        gone.clear();
    }

    /** A channel hung up: what a list said of it before is over. */
    void hungUp(String uniqueid) {
        if (isBegun()) {
            gone.add(uniqueid);
        }
    }

    void add(AmiEvent e, Instant at) {
        begin(at);
        begun(e.type() != AmiType.CORE_SHOW_CHANNEL);
        if (listed.size() + members.size() + entries.size() >= MAX_ENTRIES) {
            return;
        }
        queueItems += e.type() == AmiType.CORE_SHOW_CHANNEL ? 0 : 1;
        switch (e.type()) {
            case QUEUE_PARAMS -> {}
            case QUEUE_MEMBER -> members.add(e);
            case QUEUE_ENTRY -> entries.add(e);
            default -> {
                listed.put(e.get(UNIQUEID), e);
                // at once: what happens to it from now on may come before the lists have ended
                announce(e);
            }
        }
    }

    /** Lines of the lists have come, and more will. */
    boolean isBegun() {
        return begun.isPresent();
    }

    /** A list since the last {@link #restart} ended early. */
    boolean isTorn() {
        return torn;
    }

    /**
     * @return the whole picture when this was the end of the second list and nothing is missing
     */
    Optional<PbxSnapshot> ended(AmiEvent e, Instant at) {
        begin(at);
        boolean ofQueues = e.type() == AmiType.QUEUE_STATUS_COMPLETE;
        int items = ofQueues ? queueItems : listed.size();
        // a list that ended early proves nothing
        torn |= AmiText.number(e.get(LIST_ITEMS), items) != items;
        channelsEnded |= !ofQueues;
        queuesEnded |= ofQueues;
        if (torn || !channelsEnded || !queuesEnded) {
            return Optional.empty();
        }
        listed.keySet().removeAll(gone);
        PbxSnapshot whole = picture();
        restart();
        return Optional.of(whole);
    }

    /** Whoever asks for the same list again wants what it says now. */
    private void begun(boolean ofQueues) {
        if (ofQueues && queuesEnded) {
            queuesEnded = false;
            queueItems = 0;
            members.clear();
            entries.clear();
        } else if (!ofQueues && channelsEnded) {
            channelsEnded = false;
            listed.clear();
        }
    }

    private void begin(Instant at) {
        if (begun.isEmpty()) {
            since = at;
            begun = OptionalLong.of(facts.getAsLong());
        }
    }

    private PbxSnapshot picture() {
        List<Call> waiting = new ArrayList<>();
        List<Pair> ringing = new ArrayList<>();
        for (AmiEvent entry : entries) {
            AmiEvent caller = listed.get(entry.get(UNIQUEID));
            if (caller != null) {
                Call call = call(caller, entry.get(QUEUE));
                waiting.add(call);
                ringing(call).forEach(agent -> ringing.add(new Pair(call, agent)));
            }
        }
        Map<String, String> bridges = new HashMap<>();
        Map<String, String> queueing = new HashMap<>();
        for (AmiEvent channel : listed.values()) {
            if (!channel.get(BRIDGE_ID).isEmpty()) {
                bridges.put(channel.get(UNIQUEID), channel.get(BRIDGE_ID));
            }
            if (!queue(channel).isEmpty()) {
                queueing.put(channel.get(UNIQUEID), queue(channel));
            }
        }
        return new PbxSnapshot(
                begun.orElseThrow(),
                since,
                listed.keySet(),
                bridges,
                queueing,
                waiting,
                ringing,
                talking(),
                outgoing.listed(listed.values()));
    }

    /** In the hands of which queue the channel is, empty when in none. */
    private static String queue(AmiEvent channel) {
        return channel.get(APPLICATION).equals("Queue")
                ? channel.get(APPLICATION_DATA).split(",", 2)[0]
                : "";
    }

    private void announce(AmiEvent e) {
        Channels.Channel channel = channels.announced(e.get(UNIQUEID));
        if (channel.name().isEmpty()) {
            channel.born(e.get(LINKEDID), e.get(CONTEXT), e.get(EXTEN), caller(e));
        }
        channel.named(e.get(CHANNEL));
    }

    private List<AgentLeg> ringing(Call call) {
        List<AgentLeg> legs = new ArrayList<>();
        for (AmiEvent leg : listed.values()) {
            if (leg.get(CHANNEL_STATE).equals(RINGING)
                    && leg.get(LINKEDID).equals(call.linkedid())) {
                member(call.queue(), leg, false).ifPresent(member -> legs.add(leg(member, leg)));
            }
        }
        return legs;
    }

    private List<Pair> talking() {
        List<Pair> pairs = new ArrayList<>();
        for (AmiEvent caller : listed.values()) {
            String bridge = caller.get(BRIDGE_ID);
            String queue = queue(caller);
            if (bridge.isEmpty() || queue.isEmpty()) {
                continue;
            }
            for (AmiEvent other : listed.values()) {
                if (other != caller && other.get(BRIDGE_ID).equals(bridge)) {
                    member(queue, other, true)
                            .filter(Snapshot::isInCall)
                            .or(() -> memberInCall(other))
                            .ifPresent(
                                    member ->
                                            pairs.add(
                                                    new Pair(
                                                            call(caller, member.get(QUEUE)),
                                                            leg(member, other))));
                }
            }
        }
        return pairs;
    }

    /**
     * A member who got the caller from another agent is in no call of the queue. Old versions do
     * not say.
     */
    private static boolean isInCall(AmiEvent member) {
        return !member.get(IN_CALL).equals("0");
    }

    /**
     * The member of the queue whose channel this is; behind a Local channel that vanished, by his
     * real device.
     */
    private Optional<AmiEvent> member(String queue, AmiEvent channel, boolean orDevice) {
        String device = Channels.device(channel.get(CHANNEL));
        if (channel.get(CHANNEL).endsWith(";2")) {
            return Optional.empty();
        }
        for (AmiEvent member : members) {
            String location = member.get(LOCATION);
            if (member.get(QUEUE).equals(queue)
                    && (location.equals(device)
                            || location.startsWith(device + "/")
                            || orDevice && isDeviceOf(member, device))) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /**
     * Of a caller who was transferred from queue to queue the list can still name the first one;
     * then the queue is where the agent is in a call.
     */
    private Optional<AmiEvent> memberInCall(AmiEvent channel) {
        String device = Channels.device(channel.get(CHANNEL));
        List<AmiEvent> inCall =
                members.stream()
                        .filter(member -> member.get(LOCATION).equals(device))
                        .filter(member -> member.get(IN_CALL).equals("1"))
                        .toList();
        return inCall.size() == 1 ? Optional.of(inCall.get(0)) : Optional.empty();
    }

    private boolean isDeviceOf(AmiEvent member, String device) {
        return member.get(STATE_INTERFACE).equals(device)
                || agents.ofDevice(device).isPresent()
                        && agents.ofDevice(device).equals(agents.ofDevice(member.get(LOCATION)));
    }

    private AgentLeg leg(AmiEvent member, AmiEvent channel) {
        AgentLeg leg =
                Legs.of(
                        agents,
                        member.get(LOCATION),
                        member.get(NAME),
                        channels.leg(channel.get(UNIQUEID)));
        String device = Channels.device(channel.get(CHANNEL));
        return device.startsWith("Local/")
                ? leg
                : new AgentLeg(leg.name(), leg.number(), leg.peer(), device, leg.uniqueid());
    }

    private Call call(AmiEvent e, String queue) {
        String uniqueid = e.get(UNIQUEID);
        return new Call(
                new CallId(pbx, uniqueid),
                e.get(LINKEDID),
                queue,
                e.get(CHANNEL),
                e.get(CONTEXT),
                e.get(EXTEN),
                caller(e),
                channels.variables(uniqueid));
    }

    private static Caller caller(AmiEvent e) {
        return new Caller(known(e.get(CALLER_ID_NUM)), unescaped(known(e.get(CALLER_ID_NAME))));
    }
}
