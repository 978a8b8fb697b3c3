package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.OutboundHangup;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One call that an agent makes. Changed by {@link OutboundTracker} alone. */
final class OutboundState {
    private final Call call;
    private final AgentLeg agent;
    private final String callednum;
    private final String trunk;
    private final Set<String> trunkLegs = new LinkedHashSet<>(2);
    private String status = "";
    private String endedBy = "";
    private boolean answered;
    private Instant answeredAt = Instant.EPOCH;
    private boolean stale;
    private long changed;

    OutboundState(Call call, AgentLeg agent, String callednum, String trunk) {
        this.call = call;
        this.agent = agent;
        this.callednum = callednum;
        this.trunk = trunk;
    }

    static OutboundState of(OutboundMemory memory) {
        OutboundState state =
                new OutboundState(
                        memory.call(), memory.agent(), memory.callednum(), memory.trunk());
        state.trunkLegs.addAll(memory.trunkLegs());
        state.status = memory.status();
        state.endedBy = memory.endedBy();
        state.answered = memory.answered();
        state.answeredAt = memory.answeredAt();
        state.stale = true;
        return state;
    }

    OutboundMemory memory() {
        return new OutboundMemory(
                call,
                agent,
                callednum,
                trunk,
                List.copyOf(trunkLegs),
                status,
                endedBy,
                answered,
                answeredAt);
    }

    String uniqueid() {
        return call.id().uniqueid();
    }

    Call call() {
        return call;
    }

    AgentLeg agent() {
        return agent;
    }

    String callednum() {
        return callednum;
    }

    String trunk() {
        return trunk;
    }

    /** Outgoing channels that were not seen to end. */
    Set<String> trunkLegs() {
        return trunkLegs;
    }

    boolean isAnswered() {
        return answered;
    }

    void answer(Instant at) {
        answered = true;
        answeredAt = at;
    }

    void result(String dialStatus) {
        status = dialStatus;
        stale = false;
    }

    /**
     * @return false when somebody else was first
     */
    boolean endsBy(String who) {
        boolean first = endedBy.isEmpty();
        endedBy = first ? who : endedBy;
        return first;
    }

    /** Facts may have been missed: what is known counts again when a snapshot has confirmed it. */
    void doubt() {
        stale = true;
    }

    void confirm() {
        stale = false;
    }

    /** Was the way it ended seen, or only that it did? */
    boolean knowsItsEnd() {
        return !stale || answered && !endedBy.isEmpty();
    }

    /** Number of the fact that came last about it; 0 of a call from before a restart. */
    long changed() {
        return changed;
    }

    void touch(long fact) {
        changed = fact;
    }

    OutboundHangup ended(Head head) {
        boolean seen = !head.recovered();
        Seconds talked =
                answered && seen
                        ? Seconds.of(Duration.between(answeredAt, head.at()).toSeconds())
                        : Seconds.UNKNOWN;
        return new OutboundHangup(
                head, call, agent, callednum, trunk, talked, seen ? reason() : "");
    }

    private String reason() {
        if (answered) {
            return endedBy.isEmpty() ? "callee" : endedBy;
        }
        return switch (status) {
            case "BUSY" -> "busy";
            case "NOANSWER" -> "noanswer";
            case "", "CANCEL", "ABORT" -> "cancel";
            // CONGESTION, CHANUNAVAIL and what later versions say: it did not go out
            default -> "congestion";
        };
    }
}
