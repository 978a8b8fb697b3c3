package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.state.MemberState;

/** The events that app_queue sends about one caller, and the variables it sets when it connects. */
final class QueueEvents {
    private QueueEvents() {}

    private static AmiEvent.Builder about(QueuedCall call, String type) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.AGENT);
        call.caller().snapshot().write(event, "");
        return event;
    }

    private static AmiEvent.Builder between(QueuedCall call, AgentLeg leg, String type) {
        AmiEvent.Builder event = about(call, type);
        leg.seenByQueue().snapshot().write(event, "Dest");
        return member(event, call, leg);
    }

    private static AmiEvent.Builder member(AmiEvent.Builder event, QueuedCall call, AgentLeg leg) {
        return event.with("Queue", call.line().name())
                .with("Interface", leg.member().address())
                .with("MemberName", leg.member().get("MemberName"));
    }

    private static void send(QueuedCall call, AmiEvent.Builder event) {
        call.board().wire.send(event.build());
    }

    static void join(QueuedCall call) {
        send(
                call,
                about(call, "QueueCallerJoin")
                        .with("Queue", call.line().name())
                        .with("Position", call.originalPosition())
                        .with("Count", call.line().size()));
    }

    /** Told after the caller has left, so that the count is that of the others. */
    static void leave(QueuedCall call, int position) {
        send(
                call,
                about(call, "QueueCallerLeave")
                        .with("Queue", call.line().name())
                        .with("Position", position)
                        .with("Count", call.line().size()));
        call.board().wire.varset(call.caller(), "QUEUEPOSITION", Integer.toString(position));
    }

    static void abandon(QueuedCall call) {
        send(
                call,
                about(call, "QueueCallerAbandon")
                        .with("Queue", call.line().name())
                        .with("Position", call.line().positionOf(call))
                        .with("OriginalPosition", call.originalPosition())
                        .with("HoldTime", call.holdSeconds()));
    }

    static void called(QueuedCall call, AgentLeg leg) {
        send(call, between(call, leg, "AgentCalled"));
    }

    static void ringNoAnswer(QueuedCall call, AgentLeg leg, long millis) {
        send(call, between(call, leg, "AgentRingNoAnswer").with("RingTime", millis));
    }

    static void connect(QueuedCall call, AgentLeg leg, long ringSeconds) {
        send(
                call,
                between(call, leg, "AgentConnect")
                        .with("HoldTime", call.holdSeconds())
                        .with("RingTime", ringSeconds));
    }

    /** The lines of a channel that is already gone are missing. */
    static void complete(QueuedCall call, AgentLeg leg, long hold, long talk, String reason) {
        AmiEvent.Builder event = AmiEvent.of("AgentComplete", Privilege.AGENT);
        if (!call.caller().gone) {
            call.caller().snapshot().write(event, "");
        }
        if (!leg.seenByQueue().gone) {
            leg.seenByQueue().snapshot().write(event, "Dest");
        }
        send(
                call,
                member(event, call, leg)
                        .with("HoldTime", hold)
                        .with("TalkTime", talk)
                        .with("Reason", reason));
    }

    /**
     * What {@code setinterfacevar}, {@code setqueueentryvar} and {@code setqueuevar} put on both
     * channels.
     */
    static void connectVariables(QueuedCall call, AgentLeg leg) {
        Wire wire = call.board().wire;
        Channel agent = leg.seenByQueue();
        memberVariables(wire, call.caller(), leg.member());
        memberVariables(wire, agent, leg.member());
        entryVariables(wire, call.caller(), call);
        entryVariables(wire, agent, call);
        call.line().tellStats(call.caller());
        call.line().tellStats(agent);
    }

    private static void memberVariables(Wire wire, Channel channel, MemberState member) {
        wire.varsets(
                channel,
                "MEMBERINTERFACE",
                member.address(),
                "MEMBERNAME",
                member.get("MemberName"),
                "MEMBERCALLS",
                member.get("CallsTaken"),
                "MEMBERLASTCALL",
                member.get("LastCall"),
                "MEMBERPENALTY",
                member.get("Penalty"),
                "MEMBERDYNAMIC",
                member.get("Membership").equals("dynamic") ? "1" : "0",
                "MEMBERREALTIME",
                "0");
    }

    private static void entryVariables(Wire wire, Channel channel, QueuedCall call) {
        wire.varset(channel, "QEHOLDTIME", Long.toString(call.holdSeconds()));
        wire.varset(channel, "QEORIGINALPOS", Integer.toString(call.originalPosition()));
    }
}
