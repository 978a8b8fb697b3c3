package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.PbxPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queues, their callers and members, kept by the queue events. */
final class QueueTable {
    private final Map<String, QueueState> queues = new LinkedHashMap<>();
    private final Map<String, String> queueNamedOn = new HashMap<>();

    void plan(PbxPlan plan, Instant since) {
        queues.clear();
        queueNamedOn.clear();
        plan.queues().forEach(queue -> queues.put(queue.name(), QueueState.planned(queue, since)));
    }

    void apply(AmiEvent event, Instant at) {
        String uniqueid = event.get("Uniqueid");
        switch (event.type()) {
            case "QueueCallerJoin" ->
                    queue(event).join(uniqueid, (int) number(event, "Position"), at);
            case "QueueCallerLeave" -> queue(event).leave(uniqueid);
            case "QueueCallerAbandon" -> queue(event).abandoned(number(event, "HoldTime"));
            case "AgentConnect" -> connected(event);
            case "AgentComplete" -> completed(event);
            case "QueueMemberStatus",
                    "QueueMemberPause",
                    "QueueMemberPenalty",
                    "QueueMemberRinginuse",
                    "QueueMemberAdded" ->
                    changed(event);
            case "QueueMemberRemoved" -> queue(event).remove(event.get("Interface"));
            case "VarSet" -> told(uniqueid, event.get("Variable"), event.get("Value"));
            case "Hangup" -> hungUp(uniqueid);
            default -> {}
        }
    }

    private void connected(AmiEvent event) {
        queue(event).connected(number(event, "HoldTime"));
        inCall(event, "1");
    }

    private void completed(AmiEvent event) {
        queue(event).completed(number(event, "HoldTime"), number(event, "TalkTime"));
        inCall(event, "0");
    }

    /**
     * An event made in the moment of the answer may not know of it yet: who was in a call stays in
     * it, unless his telephone is free.
     */
    private void changed(AmiEvent event) {
        MemberState member = queue(event).member(event.get("Interface"), MemberState.seen(event));
        boolean inCall = member.get("InCall").equals("1");
        member.update(event);
        if (inCall && !member.get("Status").equals("1")) {
            member.set("InCall", "1");
        }
    }

    private void inCall(AmiEvent event, String value) {
        queue(event)
                .member(event.get("Interface"))
                .ifPresent(member -> member.set("InCall", value));
    }

    /** app_queue first sets QUEUENAME, then the figures of that queue, on the same channel. */
    private void told(String uniqueid, String variable, String value) {
        if (variable.equals("QUEUENAME")) {
            queueNamedOn.put(uniqueid, value);
        } else if (variable.startsWith("QUEUE") && queueNamedOn.containsKey(uniqueid)) {
            queue(queueNamedOn.get(uniqueid)).ifPresent(queue -> queue.told(variable, value));
        }
    }

    private void hungUp(String uniqueid) {
        queueNamedOn.remove(uniqueid);
        queues.values().forEach(queue -> queue.leave(uniqueid));
    }

    private static long number(AmiEvent event, String line) {
        try {
            return Long.parseLong(event.get(line));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private QueueState queue(AmiEvent event) {
        return queue(event.get("Queue"), "ringall");
    }

    QueueState queue(String name, String strategyIfNew) {
        return queues.computeIfAbsent(name, key -> new QueueState(key, strategyIfNew));
    }

    Optional<QueueState> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    List<QueueState> all() {
        return new ArrayList<>(queues.values());
    }
}
