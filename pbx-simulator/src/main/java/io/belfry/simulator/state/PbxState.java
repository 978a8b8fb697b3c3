package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.PbxPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the PBX knows at this moment, rebuilt from the events it sent: the list actions answer from
 * it. It is not safe for use by several threads; who owns it holds a lock.
 */
public final class PbxState {
    private final ChannelTable channels = new ChannelTable();
    private final BridgeTable bridges = new BridgeTable();
    private final QueueTable queues = new QueueTable();
    private PbxPlan plan;

    public PbxState(PbxPlan plan, Instant boot) {
        this.plan = plan;
        queues.plan(plan, boot);
    }

    /**
     * A PBX that has just started: no calls, the planned queues and members, statistics at zero.
     */
    public void reboot(PbxPlan newPlan, Instant boot) {
        plan = newPlan;
        channels.clear();
        bridges.clear();
        queues.plan(newPlan, boot);
    }

    public void apply(AmiEvent event, Instant at) {
        if (event.type().isEmpty()) {
            return;
        }
        channels.apply(event, at);
        bridges.apply(event);
        queues.apply(event, at);
    }

    /**
     * Takes a channel from a recorded answer to CoreShowChannels: it lived before the recording
     * began.
     *
     * @param at when it came into being
     */
    public void knowChannel(AmiEvent listed, Instant at) {
        ChannelState channel = new ChannelState(listed, ShownChannel.MAIN, at);
        channel.runs(listed.get("Application"), listed.get("ApplicationData"));
        channel.enter(listed.get("BridgeId"));
        channels.born(channel);
    }

    /**
     * Takes a caller from a recorded answer to QueueStatus who waited before the recording began.
     */
    public void knowCaller(AmiEvent listed, Instant since) {
        QueueState queue = queues.queue(listed.get("Queue"), "ringall");
        queue.join(listed.get("Uniqueid"), Integer.parseInt(listed.get("Position")), since);
    }

    /** Takes a member from a recorded answer to QueueStatus. */
    public void knowMember(AmiEvent listed) {
        QueueState queue = queues.queue(listed.get("Queue"), "ringall");
        queue.member(listed.get("Location"), MemberState.listed(listed)).update(listed);
    }

    public PbxPlan plan() {
        return plan;
    }

    /** Youngest first. */
    public List<ChannelState> channels() {
        return channels.all();
    }

    /** By name or Uniqueid. */
    public Optional<ChannelState> channel(String nameOrId) {
        return channels.find(nameOrId);
    }

    /** How many calls there have been since the start. */
    public long callsSeen() {
        return channels.callsSeen();
    }

    /** How many there are now: channels of one call share the Linkedid. */
    public long liveCalls() {
        return channels.all().stream().map(channel -> channel.get("Linkedid")).distinct().count();
    }

    /** Each bridge as the lines of a BridgeListItem. */
    public List<Map<String, String>> bridges() {
        return bridges.all();
    }

    public Optional<Map<String, String>> bridge(String id) {
        return bridges.bridge(id);
    }

    public List<QueueState> queues() {
        return queues.all();
    }

    public Optional<QueueState> queue(String name) {
        return queues.queue(name);
    }
}
