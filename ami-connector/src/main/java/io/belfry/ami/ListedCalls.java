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
import static io.belfry.ami.AmiField.LOCATION;
import static io.belfry.ami.AmiField.NAME;
import static io.belfry.ami.AmiField.POSITION;
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
import io.belfry.core.call.PbxSnapshot.Waiting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lists of CoreShowChannels and QueueStatus mean: who waits, for whom it rings, who talks.
 * A caller who was answered is no QueueEntry any more; then his channel's application is still
 * Queue and its bridge holds a member's channel.
 */
final class ListedCalls {
    private static final String RINGING = "5";
    private static final String UP = "6";

    private final String pbx;
    private final Channels channels;
    private final AgentDirectory agents;
    private final Map<String, AmiEvent> listed = new LinkedHashMap<>();
    private final Map<String, String> queues;
    private final List<AmiEvent> members;
    private final Map<String, String> entered;

    /**
     * @param listed lines of the channels
     * @param queues their names, by whatever the dialplan may write for them
     * @param members lines of the members of all queues
     * @param entered bridges that channels have entered since the lists began
     */
    ListedCalls(
            String pbx,
            Channels channels,
            AgentDirectory agents,
            Collection<AmiEvent> listed,
            Map<String, String> queues,
            List<AmiEvent> members,
            Map<String, String> entered) {
        this.pbx = pbx;
        this.channels = channels;
        this.agents = agents;
        listed.forEach(e -> this.listed.put(e.get(UNIQUEID), e));
        this.queues = queues;
        this.members = members;
        this.entered = entered;
    }

    /**
     * @param begun how many facts had been told when the first line came
     * @param begunOutbound the same of calls that agents make
     * @param entries callers who wait in a queue
     */
    PbxSnapshot picture(
            long begun, long begunOutbound, List<AmiEvent> entries, AgentChannels outgoing) {
        List<Waiting> waiting = new ArrayList<>();
        List<Pair> ringing = new ArrayList<>();
        for (AmiEvent entry : entries) {
            AmiEvent caller = listed.get(entry.get(UNIQUEID));
            if (caller != null) {
                Call call = call(caller, entry.get(QUEUE));
                waiting.add(new Waiting(call, AmiText.number(entry.get(POSITION), 0)));
                ringing(call).forEach(agent -> ringing.add(new Pair(call, agent)));
            }
        }
        Map<String, String> bridges = new HashMap<>();
        Map<String, String> queueing = new HashMap<>();
        for (AmiEvent channel : listed.values()) {
            if (!bridge(channel).isEmpty()) {
                bridges.put(channel.get(UNIQUEID), bridge(channel));
            }
            if (!queue(channel).isEmpty()) {
                queueing.put(channel.get(UNIQUEID), queue(channel));
            }
        }
        return new PbxSnapshot(
                begun,
                begunOutbound,
                listed.keySet(),
                bridges,
                queueing,
                waiting,
                ringing,
                connecting(waiting),
                talking(),
                outgoing.listed(listed.values()));
    }

    /** That of its line, else the one that it has entered since. */
    private String bridge(AmiEvent channel) {
        String bridge = channel.get(BRIDGE_ID);
        return bridge.isEmpty() ? entered.getOrDefault(channel.get(UNIQUEID), "") : bridge;
    }

    /** In the hands of which queue the channel is, empty when in none. */
    private String queue(AmiEvent channel) {
        if (!channel.get(APPLICATION).equals("Queue")) {
            return "";
        }
        String written = channel.get(APPLICATION_DATA).split(",", 2)[0];
        return queues.getOrDefault(written, written);
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

    /**
     * Whose queue has let go of him for a member who has picked up: between QueueCallerLeave and
     * BridgeEnter no list says more.
     */
    private List<Pair> connecting(List<Waiting> waiting) {
        Set<String> waits = new HashSet<>();
        waiting.forEach(each -> waits.add(each.call().id().uniqueid()));
        List<Pair> pairs = new ArrayList<>();
        for (AmiEvent caller : listed.values()) {
            String queue = queue(caller);
            if (queue.isEmpty() || waits.contains(caller.get(UNIQUEID))) {
                continue;
            }
            for (AmiEvent leg : listed.values()) {
                if (isConnected(caller, leg)) {
                    member(queue, leg, false)
                            .map(member -> new Pair(call(caller, queue), leg(member, leg)))
                            .ifPresent(pairs::add);
                }
            }
        }
        return pairs;
    }

    private boolean isConnected(AmiEvent caller, AmiEvent leg) {
        boolean apart = bridge(caller).isEmpty() || bridge(leg).isEmpty();
        return apart
                && leg.get(APPLICATION).equals("AppQueue")
                && leg.get(CHANNEL_STATE).equals(UP)
                && leg.get(LINKEDID).equals(caller.get(LINKEDID));
    }

    private List<Pair> talking() {
        List<Pair> pairs = new ArrayList<>();
        for (AmiEvent caller : listed.values()) {
            String bridge = bridge(caller);
            String queue = queue(caller);
            if (bridge.isEmpty() || queue.isEmpty()) {
                continue;
            }
            for (AmiEvent other : listed.values()) {
                if (other != caller && bridge(other).equals(bridge)) {
                    member(queue, other, true)
                            .filter(member -> isCalledByQueue(member, other))
                            .filter(ListedCalls::isInCall)
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
     * The phone of a member whom another agent has called runs AppDial; so does, called by a queue,
     * only a device behind a Local channel.
     */
    private static boolean isCalledByQueue(AmiEvent member, AmiEvent channel) {
        boolean itself = member.get(LOCATION).equals(Channels.device(channel.get(CHANNEL)));
        return !itself || !channel.get(APPLICATION).equals("AppDial");
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
                        .filter(member -> isCalledByQueue(member, channel))
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
