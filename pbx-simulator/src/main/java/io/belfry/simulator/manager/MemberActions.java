package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.QueueState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in which queue: add, remove, pause. Each change is an event; the state follows the event.
 */
final class MemberActions {
    private final ManagedPbx pbx;

    MemberActions(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void register(ActionTable table) {
        table.add("QueueAdd", "agent", "Add interface to queue.", this::add);
        table.add("QueueRemove", "agent", "Remove interface from queue.", this::remove);
        table.add(
                "QueuePause",
                "agent",
                "Makes a queue member temporarily unavailable.",
                this::pause);
        table.add("QueuePenalty", "agent", "Set the penalty for a queue member.", this::penalty);
    }

    private void add(ActionRequest request) {
        String address = request.get("Interface");
        if (request.get("Queue").isEmpty()) {
            request.error("'Queue' not specified.");
            return;
        }
        if (address.isEmpty()) {
            request.error("'Interface' not specified.");
            return;
        }
        Optional<QueueState> queue = pbx.state().queue(request.get("Queue"));
        if (queue.isEmpty()) {
            request.error("Unable to add interface to queue: No such queue");
        } else if (queue.get().member(address).isPresent()) {
            request.error("Unable to add interface: Already there");
        } else {
            request.ack("Added interface to queue");
            publishAdded(queue.get(), request);
        }
    }

    private void publishAdded(QueueState queue, ActionRequest request) {
        String address = request.get("Interface");
        boolean paused = isTrue(request.get("Paused"));
        String now = Long.toString(pbx.now().getEpochSecond());
        Map<String, String> lines = new LinkedHashMap<>();
        MemberState.LINES.forEach(name -> lines.put(name, "0"));
        lines.put("MemberName", orElse(request.get("MemberName"), address));
        lines.put("Interface", address);
        lines.put("StateInterface", orElse(request.get("StateInterface"), address));
        lines.put("Membership", "dynamic");
        lines.put("Penalty", orElse(request.get("Penalty"), "0"));
        lines.put("LastPause", paused ? now : "0");
        lines.put("LoginTime", now);
        lines.put("Status", deviceStatus(lines.get("StateInterface")));
        lines.put("Paused", paused ? "1" : "0");
        lines.put("PausedReason", "");
        pauseDevice(queue.name(), address, paused);
        pbx.publish(event("QueueMemberAdded", queue.name(), lines));
        pbx.calls().membersChanged();
    }

    /** As another queue knows the same phone; a phone nobody knows is taken as idle. */
    private String deviceStatus(String stateInterface) {
        return pbx.state().queues().stream()
                .flatMap(queue -> queue.members().stream())
                .filter(member -> member.get("StateInterface").equals(stateInterface))
                .map(member -> member.get("Status"))
                .findFirst()
                .orElse("1");
    }

    private static String orElse(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    private void remove(ActionRequest request) {
        String address = request.get("Interface");
        if (request.get("Queue").isEmpty() || address.isEmpty()) {
            request.error("Need 'Queue' and 'Interface' parameters.");
            return;
        }
        Optional<QueueState> queue = pbx.state().queue(request.get("Queue"));
        Optional<MemberState> member = queue.flatMap(q -> q.member(address));
        if (queue.isEmpty()) {
            request.error("Unable to remove interface from queue: No such queue");
        } else if (member.isEmpty()) {
            request.error("Unable to remove interface: Not there");
        } else if (!member.get().get("Membership").equals("dynamic")) {
            request.error("Member not dynamic");
        } else {
            request.ack("Removed interface from queue");
            pbx.publish(event("QueueMemberRemoved", queue.get().name(), member.get().lines()));
            pbx.calls().membersChanged();
        }
    }

    private void pause(ActionRequest request) {
        if (request.get("Interface").isEmpty() || request.get("Paused").isEmpty()) {
            request.error("Need 'Interface' and 'Paused' parameters.");
            return;
        }
        boolean paused = isTrue(request.get("Paused"));
        List<QueueState> queues = queuesOf(request);
        if (queues.isEmpty()) {
            request.error("Interface not found");
            return;
        }
        request.ack(paused ? "Interface paused successfully" : "Interface unpaused successfully");
        queues.forEach(queue -> publishPause(queue, request, paused));
        pbx.calls().membersChanged();
    }

    private List<QueueState> queuesOf(ActionRequest request) {
        String name = request.get("Queue");
        return pbx.state().queues().stream()
                .filter(queue -> name.isEmpty() || queue.name().equalsIgnoreCase(name))
                .filter(queue -> queue.member(request.get("Interface")).isPresent())
                .toList();
    }

    private void publishPause(QueueState queue, ActionRequest request, boolean paused) {
        MemberState member = queue.member(request.get("Interface")).orElseThrow();
        Map<String, String> lines = member.lines();
        lines.put("Paused", paused ? "1" : "0");
        lines.put("PausedReason", paused ? request.get("Reason") : "");
        if (paused) {
            lines.put("LastPause", Long.toString(pbx.now().getEpochSecond()));
        }
        pauseDevice(queue.name(), member.address(), paused);
        pbx.publish(event("QueueMemberPause", queue.name(), lines));
    }

    private void penalty(ActionRequest request) {
        String penalty = request.get("Penalty");
        if (request.get("Interface").isEmpty() || penalty.isEmpty()) {
            request.error("Need 'Interface' and 'Penalty' parameters.");
            return;
        }
        List<QueueState> queues = queuesOf(request);
        if (queues.isEmpty() || !penalty.matches("\\d{1,9}")) {
            request.error("Invalid interface, queuename or penalty");
            return;
        }
        request.ack("Interface penalty set successfully");
        for (QueueState queue : queues) {
            Map<String, String> lines =
                    queue.member(request.get("Interface")).orElseThrow().lines();
            lines.put("Penalty", penalty);
            pbx.publish(event("QueueMemberPenalty", queue.name(), lines));
        }
    }

    /** A pause is a device of its own that telephones can show on a lamp. */
    private void pauseDevice(String queue, String address, boolean paused) {
        pbx.publish(
                AmiEvent.of("DeviceStateChange", Privilege.CALL)
                        .with("Device", "Queue:" + queue + "_pause_" + address)
                        .with("State", paused ? "INUSE" : "NOT_INUSE")
                        .build());
    }

    private static AmiEvent event(String type, String queue, Map<String, String> lines) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.AGENT).with("Queue", queue);
        MemberState.LINES.forEach(name -> event.with(name, lines.get(name)));
        return event.build();
    }

    /** The words that Asterisk takes for yes. */
    private static boolean isTrue(String word) {
        return Set.of("yes", "true", "y", "t", "1", "on").contains(word.toLowerCase(Locale.ROOT));
    }
}
