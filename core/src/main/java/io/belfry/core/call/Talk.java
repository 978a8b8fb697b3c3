package io.belfry.core.call;

import io.belfry.core.call.CallMemory.TalkMemory;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The caller is connected with an agent. Changed by {@link QueueCallTracker} alone. */
final class Talk {
    private final Call call;
    private final Instant since;
    private final long fact;
    private AgentLeg agent;
    private Seconds holdtime;
    private Seconds ringtime;
    private String endedBy = "";
    private boolean told;
    private boolean seenWhole = true;
    private boolean parted;
    private int holds;

    /**
     * @param since when it began, {@link Instant#EPOCH} when nobody saw it
     * @param fact number of the fact with which it began
     * @param told whether AgentConnect said it, so that AgentComplete will say the end
     */
    Talk(
            Call call,
            AgentLeg agent,
            Seconds holdtime,
            Seconds ringtime,
            Instant since,
            long fact,
            boolean told) {
        this.call = call;
        this.agent = agent;
        this.holdtime = holdtime;
        this.ringtime = ringtime;
        this.since = since;
        this.fact = fact;
        this.told = told;
    }

    static Talk of(TalkMemory memory) {
        return new Talk(
                memory.call(),
                memory.agent(),
                memory.holdtime(),
                memory.ringtime(),
                memory.since(),
                0,
                true);
    }

    TalkMemory memory() {
        return new TalkMemory(call, agent, holdtime, ringtime, since);
    }

    Call call() {
        return call;
    }

    /** The call with the variables that the caller's channel has now. */
    Call callWith(Map<String, String> variables) {
        return variables.isEmpty() ? call : Visit.with(call, variables);
    }

    AgentLeg agent() {
        return agent;
    }

    Instant since() {
        return since;
    }

    long fact() {
        return fact;
    }

    Seconds holdtime() {
        return holdtime;
    }

    Seconds ringtime() {
        return ringtime;
    }

    void on(UnaryOperator<AgentLeg> device) {
        agent = device.apply(agent);
    }

    /**
     * AgentConnect came after other facts had told of the talk: its figures are the better ones.
     */
    void confirm(Seconds held, Seconds rang) {
        told = true;
        holdtime = held.isKnown() ? held : holdtime;
        ringtime = rang.isKnown() ? rang : ringtime;
    }

    boolean isTold() {
        return told;
    }

    /** We saw the two part: if the queue did not end it then, it will do so later. */
    void parted() {
        parted = true;
    }

    boolean isParted() {
        return parted;
    }

    /** Its end may have come while the connection was lost. */
    void gap() {
        seenWhole = false;
    }

    /** It has just begun, or is seen to go on: the end can not have come before. */
    void goesOn() {
        seenWhole = true;
    }

    boolean isSeenWhole() {
        return seenWhole;
    }

    /** Who ended it, as far as somebody asked for it; the first counts. */
    void endedBy(String who) {
        endedBy = endedBy.isEmpty() ? who : endedBy;
    }

    String endedBy() {
        return endedBy;
    }

    /**
     * @return which hold it is, counted from 1; 0 when it was so already
     */
    int hold(boolean hold) {
        boolean held = holds % 2 == 1;
        if (held == hold) {
            return 0;
        }
        int turn = holds / 2 + 1;
        holds++;
        return turn;
    }
}
