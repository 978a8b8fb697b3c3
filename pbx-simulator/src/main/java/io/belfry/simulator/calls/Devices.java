package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.state.QueueState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The telephones and the trunk: which state each is in, derived from its channels, and who is told
 * when it changes (hints, devices, queue members, the lamp of each queue that shows whether
 * somebody is free).
 */
final class Devices {
    private final PbxPlan plan;
    private final PbxState state;
    private final Wire wire;
    private final Map<String, List<Channel>> channels = new HashMap<>();
    private final Map<String, DeviceState> told = new HashMap<>();
    private final Map<String, Boolean> available = new HashMap<>();

    /**
     * The words of DeviceStateChange, and the numbers and words that members and hints have for
     * them.
     */
    enum DeviceState {
        NOT_INUSE(1, 0, "Idle"),
        INUSE(2, 1, "InUse"),
        BUSY(3, 2, "Busy"),
        RINGING(6, 8, "Ringing"),
        RINGINUSE(7, 9, "InUse&Ringing"),
        ONHOLD(8, 16, "Hold");

        private final int member;
        private final int hint;
        private final String hintText;

        DeviceState(int member, int hint, String hintText) {
            this.member = member;
            this.hint = hint;
            this.hintText = hintText;
        }
    }

    Devices(PbxPlan plan, PbxState state, Wire wire) {
        this.plan = plan;
        this.state = state;
        this.wire = wire;
        state.queues().forEach(queue -> available.put(queue.name(), anybody(queue)));
    }

    void restart() {
        channels.clear();
        told.clear();
        available.clear();
        state.queues().forEach(queue -> available.put(queue.name(), anybody(queue)));
    }

    void add(Channel channel) {
        channels.computeIfAbsent(channel.device, device -> new ArrayList<>()).add(channel);
    }

    void remove(Channel channel) {
        channels.getOrDefault(channel.device, new ArrayList<>()).remove(channel);
        changed(channel.device);
    }

    /**
     * This channel is about to end with another one of the same telephone: it counts no more from
     * now on.
     */
    void withdraw(Channel channel) {
        channels.getOrDefault(channel.device, new ArrayList<>()).remove(channel);
    }

    /** A telephone with nothing to do; one that is only about to ring is busy too. */
    boolean idle(String device) {
        return channels.getOrDefault(device, List.of()).isEmpty();
    }

    /** Tells everybody, if the device is in another state than before. */
    void changed(String device) {
        DeviceState now = judge(device);
        if (told.getOrDefault(device, DeviceState.NOT_INUSE) == now) {
            return;
        }
        told.put(device, now);
        plan.agentAt(device).ifPresent(agent -> hint(agent, device, now));
        wire.device(device, now.name());
        plan.agentAt(device).ifPresent(agent -> members(agent, device, now));
    }

    private DeviceState judge(String device) {
        List<Channel> all = channels.getOrDefault(device, List.of());
        boolean ringing = all.stream().anyMatch(c -> c.state == Channel.RINGING);
        List<Channel> used =
                all.stream().filter(c -> c.isUp() || c.state == Channel.RING && c.alerted).toList();
        if (used.isEmpty()) {
            return ringing ? DeviceState.RINGING : DeviceState.NOT_INUSE;
        }
        if (plan.agentAt(device).isPresent() && used.size() > 1) {
            return DeviceState.BUSY;
        }
        if (ringing) {
            return DeviceState.RINGINUSE;
        }
        return used.stream().allMatch(c -> c.held) ? DeviceState.ONHOLD : DeviceState.INUSE;
    }

    private void hint(AgentPlan agent, String device, DeviceState now) {
        wire.send(
                AmiEvent.of("ExtensionStatus", Privilege.CALL)
                        .with("Exten", agent.number())
                        .with("Context", "ext-local")
                        .with("Hint", device)
                        .with("Status", now.hint)
                        .with("StatusText", now.hintText)
                        .build());
    }

    /**
     * A member that is watched by its hint does not move the lamp of its queue; app_queue has it
     * so.
     */
    private void members(AgentPlan agent, String device, DeviceState now) {
        String hint = "hint:" + agent.number() + "@ext-local";
        for (QueueState queue : state.queues()) {
            for (MemberState member : queue.members()) {
                String watched = member.get("StateInterface");
                if (watched.equals(device) || watched.equals(hint)) {
                    member(queue, member, now.member);
                    if (watched.equals(device)) {
                        lamp(queue);
                    }
                }
            }
        }
    }

    private void member(QueueState queue, MemberState member, int status) {
        member.set("Status", Integer.toString(status));
        AmiEvent.Builder event =
                AmiEvent.of("QueueMemberStatus", Privilege.AGENT).with("Queue", queue.name());
        wire.send(event.with(member.lines()).build());
    }

    /** Membership or a pause has changed. */
    void membersChanged() {
        state.queues().forEach(this::lamp);
    }

    private void lamp(QueueState queue) {
        boolean now = anybody(queue);
        if (available.getOrDefault(queue.name(), false) != now) {
            available.put(queue.name(), now);
            wire.device("Queue:" + queue.name() + "_avail", now ? "NOT_INUSE" : "INUSE");
        }
    }

    private static boolean anybody(QueueState queue) {
        return queue.members().stream().anyMatch(MemberState::available);
    }
}
