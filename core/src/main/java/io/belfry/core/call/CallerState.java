package io.belfry.core.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One caller: the queues that he visits and the agents that he talks with. Changed by {@link
 * QueueCallTracker} alone.
 */
final class CallerState {
    private static final int MAX_FINISHED = 64;
    private static final int MAX_LEGS = 256;
    private static final int MAX_VISITS = 16;

    private final String uniqueid;
    private final List<Visit> visits = new ArrayList<>(1);
    private final Map<String, Talk> talks = new LinkedHashMap<>(2);
    private final Set<String> finished = new LinkedHashSet<>(2);
    private final Set<String> legs = new LinkedHashSet<>(2);
    private int visited;
    private String lastLeg = "";
    private Optional<Talk> lastTalk = Optional.empty();
    private String bridge = "";
    private long bridgeChanged;
    private boolean hangupRequested;

    /** The channel that takes the place of his own, or has taken it; empty when none does. */
    private String successor = "";

    private boolean ownGone;
    private boolean successorGone;
    private boolean gone;
    private long changed;

    CallerState(String uniqueid) {
        this.uniqueid = uniqueid;
    }

    String uniqueid() {
        return uniqueid;
    }

    Optional<Visit> open(String queue) {
        for (Visit visit : visits) {
            if (!visit.isClosed() && visit.first().queue().equals(queue)) {
                return Optional.of(visit);
            }
        }
        return Optional.empty();
    }

    List<Visit> openVisits() {
        return visits.stream().filter(visit -> !visit.isClosed()).toList();
    }

    /** Did he leave this queue unanswered, not before that moment? */
    boolean hasLeft(String queue, Instant since) {
        boolean left = false;
        for (Visit visit : visits) {
            if (visit.first().queue().equals(queue)) {
                left = !visit.leftUnanswered().isBefore(since);
            }
        }
        return left;
    }

    /** The stay in which this leg rings. */
    Optional<Visit> ringingAt(String leg) {
        return visits.stream().filter(visit -> visit.ringing(leg).isPresent()).findFirst();
    }

    /** The open stay in this call's queue, begun now when there is none. */
    Visit visit(Call call, Instant at) {
        Optional<Visit> open = open(call.queue());
        if (open.isPresent()) {
            return open.get();
        }
        if (visits.size() >= MAX_VISITS) {
            visits.remove(0).close();
        }
        Visit visit = new Visit(call, ++visited, at, changed);
        visits.add(visit);
        return visit;
    }

    /** Every leg to an agent that this caller had. */
    Set<String> legs() {
        return legs;
    }

    /**
     * @return a leg of long ago that is forgotten for it, empty when there is room
     */
    String addLeg(String leg) {
        legs.add(leg);
        if (legs.size() <= MAX_LEGS) {
            return "";
        }
        String oldest = legs.iterator().next();
        legs.remove(oldest);
        return oldest;
    }

    Map<String, Talk> talks() {
        return talks;
    }

    /** Has this leg been talked with, now or before? */
    boolean hasTalked(String leg) {
        return talks.containsKey(leg) || finished.contains(leg);
    }

    Talk finish(String leg) {
        if (finished.size() < MAX_FINISHED) {
            finished.add(leg);
        }
        Talk talk = talks.remove(leg);
        lastLeg = leg;
        lastTalk = Optional.of(talk);
        return talk;
    }

    /**
     * The talk of this leg, also one that has just ended: Asterisk may tell the end before the
     * transfer.
     */
    Optional<Talk> lastTalk(String leg) {
        Talk talk = talks.get(leg);
        return talk == null && leg.equals(lastLeg) ? lastTalk : Optional.ofNullable(talk);
    }

    void onDevice(String leg, UnaryOperator<AgentLeg> device) {
        Talk talk = talks.get(leg);
        if (talk != null) {
            talk.on(device);
        }
        visits.forEach(visit -> visit.on(leg, device));
    }

    void enters(String bridgeId, long fact) {
        bridge = bridgeId;
        bridgeChanged = fact;
    }

    void leaves(String bridgeId, long fact) {
        bridge = bridge.equals(bridgeId) ? "" : bridge;
        bridgeChanged = fact;
    }

    /**
     * Whether he leaves a bridge when this channel does. While another takes the place of his own,
     * that one leaves the bridge where it was before, and his own the one that it has come into.
     */
    boolean leavesWith(String channel, String bridgeId) {
        return successor.isEmpty() || channel.equals(successor) && bridge.equals(bridgeId);
    }

    /** Number of the fact that last told of a bridge of his. */
    long bridgeChanged() {
        return bridgeChanged;
    }

    boolean isBridged() {
        return !bridge.isEmpty();
    }

    boolean hangupRequested() {
        return hangupRequested;
    }

    void requestHangup() {
        hangupRequested = true;
    }

    /** His channel, a Local one, is about to be taken out of the call, and this one stays. */
    void moves(String channel) {
        successor = channel;
        successorGone = false;
    }

    String successor() {
        return successor;
    }

    /** The channel that he is on now. */
    String channel() {
        return hasMoved() ? successor : uniqueid;
    }

    /** Whether this is his channel, or the one that is about to take its place. */
    boolean isOn(String channel) {
        return channel().equals(channel) || successor.equals(channel);
    }

    boolean hasMoved() {
        return ownGone && !successor.isEmpty();
    }

    /**
     * One of his channels is gone.
     *
     * @return whether he has none any more
     */
    boolean lost(String channel) {
        ownGone |= channel.equals(uniqueid);
        successorGone |= channel.equals(successor);
        return ownGone && (successor.isEmpty() || successorGone);
    }

    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    /** Nothing of him can go on. */
    boolean isOver() {
        return gone && talks.isEmpty() && openVisits().isEmpty();
    }

    /** Number of the fact that came last about him. */
    long changed() {
        return changed;
    }

    void touch(long fact) {
        changed = fact;
    }

    /** What ends from now on, until a snapshot has it, may have ended before. */
    void doubt() {
        talks.values().forEach(Talk::gap);
        visits.forEach(Visit::doubt);
    }

    CallMemory memory() {
        return new CallMemory(
                uniqueid,
                visits.stream().map(Visit::memory).toList(),
                talks.values().stream().map(Talk::memory).toList(),
                List.copyOf(finished),
                hasMoved() ? successor : "");
    }

    static CallerState of(CallMemory memory) {
        CallerState caller = new CallerState(memory.uniqueid());
        memory.visits().forEach(visit -> caller.visits.add(Visit.of(visit)));
        caller.visited =
                memory.visits().stream().mapToInt(CallMemory.VisitMemory::ordinal).max().orElse(0);
        memory.talks().forEach(talk -> caller.talks.put(key(talk.agent()), Talk.of(talk)));
        caller.finished.addAll(memory.finished());
        caller.successor = memory.movedTo();
        caller.ownGone = !memory.movedTo().isEmpty();
        caller.legs.addAll(caller.finished);
        caller.legs.addAll(caller.talks.keySet());
        caller.visits.forEach(visit -> caller.legs.addAll(visit.ringingLegs()));
        caller.doubt();
        return caller;
    }

    /** What tells one leg from another: its Uniqueid, or the peer where that is not known. */
    static String key(AgentLeg agent) {
        return agent.uniqueid().isEmpty() ? agent.peer() : agent.uniqueid();
    }
}
