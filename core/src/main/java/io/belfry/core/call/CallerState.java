package io.belfry.core.call;

import io.belfry.core.call.CallMemory.TalkMemory;
import io.belfry.core.call.CallMemory.VisitMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One caller: the queues that he visits and the agents that he talks with. Changed by {@link
 * QueueCallTracker} alone.
 */
final class CallerState {
    private static final int MAX_FINISHED = 64;

    private final List<Visit> visits = new ArrayList<>(1);
    private final Map<String, Talk> talks = new LinkedHashMap<>(2);
    private final Set<String> finished = new LinkedHashSet<>(2);
    private final Set<String> legs = new LinkedHashSet<>(4);
    private final Map<String, Integer> holds = new HashMap<>(2);
    private String lastLeg = "";
    private Talk lastTalk;
    private boolean hangupRequested;
    private boolean gone;
    private Instant changed = Instant.EPOCH;

    Optional<Visit> open(String queue) {
        for (Visit visit : visits) {
            if (!visit.closed && visit.first.queue().equals(queue)) {
                return Optional.of(visit);
            }
        }
        return Optional.empty();
    }

    List<Visit> openVisits() {
        return visits.stream().filter(visit -> !visit.closed).toList();
    }

    /** The open stay in this call's queue, begun now when there is none. */
    Visit visit(Call call) {
        return open(call.queue())
                .orElseGet(
                        () -> {
                            Visit visit = new Visit(call, visits.size() + 1);
                            visits.add(visit);
                            return visit;
                        });
    }

    /** Every leg to an agent that this caller ever had. */
    Set<String> legs() {
        return legs;
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
        holds.remove(leg);
        lastLeg = leg;
        lastTalk = talks.remove(leg);
        return lastTalk;
    }

    List<Visit> visits() {
        return visits;
    }

    /**
     * @return which hold of this leg it is, counted from 1; 0 when it was so already
     */
    int hold(String leg, boolean hold) {
        int turns = holds.getOrDefault(leg, 0);
        boolean held = turns % 2 == 1;
        if (held == hold) {
            return 0;
        }
        holds.put(leg, turns + 1);
        return turns / 2 + 1;
    }

    /**
     * The talk of this leg, also one that has just ended: Asterisk may tell the end before the
     * transfer.
     */
    Talk lastTalk(String leg) {
        Talk talk = talks.get(leg);
        return talk == null && leg.equals(lastLeg) ? lastTalk : talk;
    }

    void onDevice(String leg, String device) {
        talks.computeIfPresent(leg, (key, talk) -> talk.on(device));
        visits.forEach(
                visit -> visit.ringing.computeIfPresent(leg, (key, agent) -> at(agent, device)));
    }

    boolean hangupRequested() {
        return hangupRequested;
    }

    void requestHangup() {
        hangupRequested = true;
    }

    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    /** When a fact about this caller came last. */
    Instant changed() {
        return changed;
    }

    void touch(Instant at) {
        changed = at;
    }

    CallMemory memory(String uniqueid) {
        return new CallMemory(
                uniqueid,
                visits.stream().map(Visit::memory).toList(),
                talks.values().stream()
                        .map(t -> new TalkMemory(t.call, t.agent, t.holdtime, t.ringtime, t.since))
                        .toList(),
                List.copyOf(finished));
    }

    static CallerState of(CallMemory memory) {
        CallerState caller = new CallerState();
        memory.visits().forEach(visit -> caller.visits.add(Visit.of(visit)));
        for (TalkMemory talk : memory.talks()) {
            caller.talks.put(
                    key(talk.agent()),
                    new Talk(
                            talk.call(),
                            talk.agent(),
                            talk.holdtime(),
                            talk.ringtime(),
                            talk.since()));
        }
        caller.finished.addAll(memory.finished());
        caller.legs.addAll(caller.talks.keySet());
        caller.visits.forEach(visit -> caller.legs.addAll(visit.ringing.keySet()));
        return caller;
    }

    /** What tells one leg from another: its Uniqueid, or the peer where that is not known. */
    static String key(AgentLeg agent) {
        return agent.uniqueid().isEmpty() ? agent.peer() : agent.uniqueid();
    }

    private static AgentLeg at(AgentLeg agent, String device) {
        return new AgentLeg(agent.name(), agent.number(), agent.peer(), device, agent.uniqueid());
    }

    static Call with(Call call, Map<String, String> variables) {
        return new Call(
                call.id(),
                call.linkedid(),
                call.queue(),
                call.channel(),
                call.context(),
                call.extension(),
                call.caller(),
                variables);
    }

    /** The caller is connected with an agent. */
    record Talk(Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime, Instant since) {
        Talk on(String device) {
            return new Talk(call, at(agent, device), holdtime, ringtime, since);
        }
    }

    /** A stay in one queue. */
    static final class Visit {
        private final Call first;
        private final int ordinal;
        private final Map<String, AgentLeg> ringing = new LinkedHashMap<>(4);
        private final Map<String, Integer> attempts = new HashMap<>(4);
        private final Set<String> answering = new HashSet<>(2);
        private final Set<String> refused = new HashSet<>(2);
        private boolean joinSeen;
        private boolean closed;

        private Visit(Call first, int ordinal) {
            this.first = first;
            this.ordinal = ordinal;
        }

        /**
         * @return false when that was known already
         */
        boolean join() {
            boolean fresh = !joinSeen;
            joinSeen = true;
            return fresh;
        }

        /**
         * @return which attempt at this agent it is; 0 when this leg rings already
         */
        int ring(String leg, AgentLeg agent) {
            if (ringing.putIfAbsent(leg, agent) != null) {
                return 0;
            }
            return attempts.merge(agent.peer(), 1, Integer::sum);
        }

        Set<String> ringing() {
            return ringing.keySet();
        }

        /**
         * @return null when that leg does not ring
         */
        AgentLeg ringing(String leg) {
            return ringing.get(leg);
        }

        /** Everybody whose phone rings but this one. */
        Collection<AgentLeg> others(String leg) {
            return ringing.entrySet().stream()
                    .filter(each -> !each.getKey().equals(leg) && !refused.contains(each.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        void ringEnded(String leg) {
            ringing.remove(leg);
            refused.remove(leg);
            answering.remove(leg);
        }

        void dialEnded(String leg, String dialStatus) {
            if (!ringing.containsKey(leg)) {
                return;
            }
            if (dialStatus.equals("ANSWER")) {
                answering.add(leg);
            } else if (answering.remove(leg)) {
                // answered, and gone before the caller was connected
                ringing.remove(leg);
            } else if (!dialStatus.equals("CANCEL")) {
                refused.add(leg);
            }
        }

        boolean isRefused(String leg) {
            return refused.contains(leg);
        }

        /** Somebody picked up and will be connected in a moment. */
        boolean isAnswering() {
            return !answering.isEmpty();
        }

        boolean isClosed() {
            return closed;
        }

        void close() {
            closed = true;
            ringing.clear();
            answering.clear();
            refused.clear();
        }

        /** Tells this stay from others of the same caller. */
        String which() {
            return first.queue() + "#" + ordinal;
        }

        Call first() {
            return first;
        }

        /**
         * Who called and what was dialled stay as they were first told; the variables are the
         * newest.
         */
        Call told(Call now) {
            return with(first, now.variables());
        }

        private VisitMemory memory() {
            return new VisitMemory(
                    first, ordinal, joinSeen, closed, List.copyOf(ringing.values()), attempts);
        }

        private static Visit of(VisitMemory memory) {
            Visit visit = new Visit(memory.call(), memory.ordinal());
            visit.joinSeen = memory.joinSeen();
            visit.closed = memory.closed();
            memory.ringing().forEach(agent -> visit.ringing.put(key(agent), agent));
            visit.attempts.putAll(memory.attempts());
            return visit;
        }
    }
}
