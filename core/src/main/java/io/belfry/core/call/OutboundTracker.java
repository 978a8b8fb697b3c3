package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Outbound;
import io.belfry.core.call.CallEvent.OutboundUp;
import io.belfry.core.call.PbxSnapshot.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that agents make: begun, answered, ended. One per channel of an agent, whatever he tries on
 * the way.
 */
public final class OutboundTracker {
    private static final int MAX_CALLS = 100_000;

    /** A list that was asked for before a call ended can come that much later. */
    private static final Duration TOMBSTONE = Duration.ofSeconds(30);

    private final Map<String, OutboundState> calls = new LinkedHashMap<>();
    private final Map<String, String> byTrunkLeg = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private final Deque<Ended> ended = new ArrayDeque<>();
    private final Set<String> justEnded = new HashSet<>();
    private long facts;

    private record Ended(String uniqueid, Instant until) {}

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
        return dialled(new Outgoing(call, agent, callednum, trunk, trunkLeg, false), at, false);
    }

    private List<CallEvent> dialled(Outgoing fact, Instant at, boolean recovered) {
        String uniqueid = fact.call().id().uniqueid();
        OutboundState before = calls.get(uniqueid);
        if (before != null) {
            // the next trunk of the same attempt
            if (!before.isAnswered()) {
                own(fact.trunkLeg(), before);
            }
            return List.of();
        }
        if (calls.size() >= MAX_CALLS) {
            return List.of();
        }
        OutboundState state =
                new OutboundState(fact.call(), fact.agent(), fact.callednum(), fact.trunk());
        calls.put(uniqueid, state);
        own(fact.trunkLeg(), state);
        return List.of(
                new Outbound(
                        head(fact.call(), Kind.OUTBOUND, at, recovered),
                        fact.call(),
                        fact.agent(),
                        fact.callednum(),
                        fact.trunk()));
    }

    /** A dialled leg has its result, as DialEnd says it. */
    public List<CallEvent> dialEnded(String trunkLeg, String dialStatus, Instant at) {
        OutboundState state = ofTrunkLeg(trunkLeg);
        if (state == null || state.isAnswered()) {
            return List.of();
        }
        touch(state);
        state.result(dialStatus);
        return dialStatus.equals("ANSWER") ? answered(state, at, false) : List.of();
    }

    private List<CallEvent> answered(OutboundState state, Instant at, boolean recovered) {
        state.answer(at);
        return List.of(
                new OutboundUp(
                        head(state.call(), Kind.OUTBOUNDUP, at, recovered),
                        state.call(),
                        state.agent(),
                        state.callednum(),
                        state.trunk()));
    }

    /** Somebody hung up one of the channels: the first decides who ended the call. */
    public void hangupRequested(String uniqueid) {
        OutboundState dialled = calls.get(uniqueid);
        OutboundState state = dialled == null ? ofTrunkLeg(uniqueid) : dialled;
        if (state != null && state.endsBy(dialled == null ? "callee" : "agent")) {
            touched.add(state.uniqueid());
        }
    }

    /** A channel is gone. */
    public List<CallEvent> gone(String uniqueid, Instant at) {
        OutboundState dialled = calls.get(uniqueid);
        if (dialled != null) {
            return ended(dialled, at, !dialled.knowsItsEnd());
        }
        OutboundState called = ofTrunkLeg(uniqueid);
        if (called == null) {
            return List.of();
        }
        byTrunkLeg.remove(uniqueid);
        called.trunkLegs().remove(uniqueid);
        touch(called);
        return called.isAnswered() ? ended(called, at, !called.knowsItsEnd()) : List.of();
    }

    private List<CallEvent> ended(OutboundState state, Instant at, boolean recovered) {
        calls.remove(state.uniqueid());
        state.trunkLegs().forEach(byTrunkLeg::remove);
        touched.add(state.uniqueid());
        ended.add(new Ended(state.uniqueid(), at.plus(TOMBSTONE)));
        justEnded.add(state.uniqueid());
        return List.of(state.ended(head(state.call(), Kind.OUTBOUNDHANGUP, at, recovered)));
    }

    /** The connection to the PBX was lost: from here on facts are missing. */
    public void lost() {
        calls.values().forEach(OutboundState::doubt);
    }

    /** Forgets which calls have ended, when no list can name them any more. */
    public void tick(Instant now) {
        while (!ended.isEmpty() && !ended.peek().until().isAfter(now)) {
            justEnded.remove(ended.poll().uniqueid());
        }
    }

    /**
     * Brings what we believe in step with what the PBX says after a gap: calls that ended meanwhile
     * end now, calls that were answered or begun are told, all marked as recovered; what goes on
     * goes on in silence. What changed after the lists were asked for is left alone.
     */
    public List<CallEvent> resync(PbxSnapshot snapshot, Instant at) {
        Map<String, Outgoing> listed = new LinkedHashMap<>();
        snapshot.outbound().forEach(each -> listed.put(each.call().id().uniqueid(), each));
        List<CallEvent> told = new ArrayList<>();
        for (OutboundState state : List.copyOf(calls.values())) {
            Outgoing now = listed.remove(state.uniqueid());
            if (state.changed() <= snapshot.begunOutbound()) {
                told.addAll(compared(state, Optional.ofNullable(now), snapshot.channels(), at));
            }
        }
        for (Outgoing unknown : listed.values()) {
            if (!justEnded.contains(unknown.call().id().uniqueid())) {
                told.addAll(dialled(unknown, at, true));
                told.addAll(missedAnswer(unknown, at));
            }
        }
        return told;
    }

    private List<CallEvent> compared(
            OutboundState state, Optional<Outgoing> now, Set<String> channels, Instant at) {
        if (!channels.contains(state.uniqueid())) {
            return ended(state, at, true);
        }
        state.confirm();
        List<String> vanished =
                state.trunkLegs().stream().filter(leg -> !channels.contains(leg)).toList();
        vanished.forEach(byTrunkLeg::remove);
        state.trunkLegs().removeAll(vanished);
        now.ifPresent(listed -> own(listed.trunkLeg(), state));
        if (state.isAnswered() && state.trunkLegs().isEmpty()) {
            return ended(state, at, true);
        }
        return now.map(listed -> missedAnswer(listed, at)).orElse(List.of());
    }

    private List<CallEvent> missedAnswer(Outgoing listed, Instant at) {
        OutboundState state = calls.get(listed.call().id().uniqueid());
        return listed.answered() && state != null && !state.isAnswered()
                ? answered(state, at, true)
                : List.of();
    }

    public int liveCalls() {
        return calls.size();
    }

    /** How many facts about living calls were told so far. */
    public long facts() {
        return facts;
    }

    /**
     * Calls whose state changed since this was last asked, by {@link KeptCall#key}: with their
     * memory, or empty when they are over.
     */
    public Map<String, Optional<KeptCall>> changes() {
        Map<String, Optional<KeptCall>> changes = new LinkedHashMap<>();
        for (String uniqueid : touched) {
            changes.put(
                    OutboundMemory.key(uniqueid),
                    Optional.ofNullable(calls.get(uniqueid)).map(OutboundState::memory));
        }
        touched.clear();
        return changes;
    }

    /** Takes up a call from before a restart; the next {@link #resync} judges it. */
    public void restore(OutboundMemory memory) {
        OutboundState state = OutboundState.of(memory);
        if (calls.putIfAbsent(state.uniqueid(), state) == null) {
            state.trunkLegs().forEach(leg -> byTrunkLeg.put(leg, state.uniqueid()));
        }
    }

    private void own(String trunkLeg, OutboundState state) {
        byTrunkLeg.put(trunkLeg, state.uniqueid());
        state.trunkLegs().add(trunkLeg);
        touch(state);
    }

    private void touch(OutboundState state) {
        state.touch(++facts);
        touched.add(state.uniqueid());
    }

    /**
     * @return null for the leg of no call that we know
     */
    private OutboundState ofTrunkLeg(String trunkLeg) {
        String uniqueid = byTrunkLeg.get(trunkLeg);
        return uniqueid == null ? null : calls.get(uniqueid);
    }

    private static Head head(Call call, Kind kind, Instant at, boolean recovered) {
        return new Head(EventIds.of(call.id(), kind, call.id().uniqueid()), at, recovered);
    }
}
