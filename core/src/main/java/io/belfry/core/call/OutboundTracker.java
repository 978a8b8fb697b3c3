package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Outbound;
import io.belfry.core.call.CallEvent.OutboundHangup;
import io.belfry.core.call.CallEvent.OutboundUp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calls that agents make: begun, answered, ended. One per channel of an agent, whatever he tries on
 * the way.
 */
public final class OutboundTracker {
    private static final int MAX_CALLS = 100_000;

    private final Map<String, Dialled> calls = new HashMap<>();
    private final Map<String, String> byTrunkLeg = new HashMap<>();

    /**
     * An agent's channel dials a device that is no agent's.
     *
     * @param call its id is the Uniqueid of the agent's channel
     * @param trunkLeg Uniqueid of the outgoing channel
     */
    public List<CallEvent> dialled(
            Call call,
            AgentLeg agent,
            String callednum,
            String trunk,
            String trunkLeg,
            Instant at) {
        Dialled before = calls.get(call.id().uniqueid());
        if (before != null) {
            // the next trunk of the same attempt
            if (before.answered == null) {
                byTrunkLeg.put(trunkLeg, call.id().uniqueid());
                before.trunkLegs++;
            }
            return List.of();
        }
        if (calls.size() >= MAX_CALLS) {
            return List.of();
        }
        Dialled dialled = new Dialled(call, agent, callednum, trunk);
        calls.put(call.id().uniqueid(), dialled);
        byTrunkLeg.put(trunkLeg, call.id().uniqueid());
        return List.of(new Outbound(head(call, Kind.OUTBOUND, at), call, agent, callednum, trunk));
    }

    /** A dialled leg has its result, as DialEnd says it. */
    public List<CallEvent> dialEnded(String trunkLeg, String dialStatus, Instant at) {
        Dialled dialled = dialled(trunkLeg);
        if (dialled == null || dialled.answered != null) {
            return List.of();
        }
        dialled.status = dialStatus;
        if (!dialStatus.equals("ANSWER")) {
            return List.of();
        }
        dialled.answered = at;
        return List.of(
                new OutboundUp(
                        head(dialled.call, Kind.OUTBOUNDUP, at),
                        dialled.call,
                        dialled.agent,
                        dialled.callednum,
                        dialled.trunk));
    }

    /** Somebody hung up one of the channels: the first decides who ended the call. */
    public void hangupRequested(String uniqueid) {
        Dialled dialled = calls.get(uniqueid);
        if (dialled != null) {
            dialled.endedBy = dialled.endedBy.isEmpty() ? "agent" : dialled.endedBy;
            return;
        }
        Dialled called = dialled(uniqueid);
        if (called != null) {
            called.endedBy = called.endedBy.isEmpty() ? "callee" : called.endedBy;
        }
    }

    /**
     * A channel is gone.
     *
     * @param variables of the agent's channel as last known
     */
    public List<CallEvent> gone(String uniqueid, Instant at) {
        Dialled dialled = calls.get(uniqueid);
        if (dialled == null) {
            Dialled called = dialled(uniqueid);
            if (called == null) {
                return List.of();
            }
            byTrunkLeg.remove(uniqueid);
            if (called.answered == null) {
                return List.of();
            }
            dialled = called;
        }
        calls.remove(dialled.call.id().uniqueid());
        String id = dialled.call.id().uniqueid();
        byTrunkLeg.values().removeIf(id::equals);
        return List.of(dialled.ended(head(dialled.call, Kind.OUTBOUNDHANGUP, at), at));
    }

    public int liveCalls() {
        return calls.size();
    }

    private Dialled dialled(String trunkLeg) {
        String id = byTrunkLeg.get(trunkLeg);
        return id == null ? null : calls.get(id);
    }

    private static Head head(Call call, Kind kind, Instant at) {
        return new Head(EventIds.of(call.id(), kind, call.id().uniqueid()), at, false);
    }

    private static final class Dialled {
        private final Call call;
        private final AgentLeg agent;
        private final String callednum;
        private final String trunk;
        private String status = "";
        private String endedBy = "";
        private Instant answered;
        private int trunkLegs = 1;

        Dialled(Call call, AgentLeg agent, String callednum, String trunk) {
            this.call = call;
            this.agent = agent;
            this.callednum = callednum;
            this.trunk = trunk;
        }

        OutboundHangup ended(Head head, Instant at) {
            Seconds talked =
                    answered == null
                            ? Seconds.UNKNOWN
                            : Seconds.of(Duration.between(answered, at).toSeconds());
            return new OutboundHangup(head, call, agent, callednum, trunk, talked, reason());
        }

        private String reason() {
            if (answered != null) {
                return endedBy.isEmpty() ? "callee" : endedBy;
            }
            return status.isEmpty() ? "cancel" : status.toLowerCase(Locale.ROOT);
        }
    }
}
