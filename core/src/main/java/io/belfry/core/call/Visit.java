package io.belfry.core.call;

import io.belfry.core.call.CallMemory.VisitMemory;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A caller's stay in one queue. Changed by {@link QueueCallTracker} alone. */
final class Visit {
    private final Call first;
    private final int ordinal;
    private final Instant since;
    private final long fact;
    private final Map<String, Ring> ringing = new LinkedHashMap<>(2);
    private final Map<String, Integer> attempts = new HashMap<>(2);
    private boolean joinSeen;
    private boolean closed;
    private boolean leaving;
    private boolean doubtful;
    private Instant leftUnanswered = Instant.MIN;

    /**
     * @param ordinal which stay of this caller it is, counted from 1
     * @param since when it began, {@link Instant#EPOCH} when nobody saw it
     * @param fact number of the fact with which it began
     */
    Visit(Call first, int ordinal, Instant since, long fact) {
        this.first = first;
        this.ordinal = ordinal;
        this.since = since;
        this.fact = fact;
    }

    static Visit of(VisitMemory memory) {
        Visit visit = new Visit(memory.call(), memory.ordinal(), Instant.EPOCH, 0);
        visit.joinSeen = memory.joinSeen();
        visit.closed = memory.closed();
        memory.ringing()
                .forEach(
                        agent ->
                                visit.ringing.put(
                                        CallerState.key(agent), new Ring(agent, Instant.EPOCH, 0)));
        visit.attempts.putAll(memory.attempts());
        return visit;
    }

    VisitMemory memory() {
        return new VisitMemory(
                first,
                ordinal,
                joinSeen,
                closed,
                ringing.values().stream().map(ring -> ring.agent).toList(),
                attempts);
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

    /**
     * @return false when that was known already
     */
    boolean join() {
        boolean fresh = !joinSeen;
        joinSeen = true;
        return fresh;
    }

    /**
     * @param fact number of the fact that told it
     * @return which attempt at this agent it is
     */
    int ring(String leg, AgentLeg agent, Instant at, long fact) {
        ringing.put(leg, new Ring(agent, at, fact));
        return attempts.merge(agent.peer(), 1, Integer::sum);
    }

    /** A snapshot shows a leg that has been picked up; nobody saw it ring. */
    void pickedUp(String leg, AgentLeg agent, long fact) {
        Ring ring = new Ring(agent, Instant.EPOCH, fact);
        ring.step = Step.ANSWERED;
        ring.unseen = true;
        ringing.put(leg, ring);
    }

    Optional<Ring> ringing(String leg) {
        return Optional.ofNullable(ringing.get(leg));
    }

    List<String> ringingLegs() {
        return List.copyOf(ringing.keySet());
    }

    /** Everybody else whose phone rings. */
    Collection<AgentLeg> others(AgentLeg agent) {
        return ringing.values().stream()
                .filter(each -> each.step != Step.REFUSED && !each.missing)
                .map(each -> each.agent)
                .filter(each -> !each.isOfSameAgent(agent))
                .toList();
    }

    /** Whom the queue rang on this leg, where a colleague has picked the call up. */
    Optional<AgentLeg> robbed(AgentLeg taker) {
        return ringing(CallerState.key(taker))
                .filter(ring -> ring.pickedUpElsewhere)
                .map(ring -> ring.first)
                .filter(called -> !called.name().equals(taker.name()));
    }

    /** The same agent by the leg on which the queue called him, as far as that was seen. */
    AgentLeg calledAs(AgentLeg seen) {
        if (ringing.containsKey(CallerState.key(seen))) {
            return seen;
        }
        return ringing.values().stream()
                .map(ring -> ring.agent)
                .filter(each -> each.peer().equals(seen.peer()))
                .reduce((first, last) -> last)
                .orElse(seen);
    }

    /** Legs that a snapshot had no more. */
    List<String> missingLegs() {
        return ringing.entrySet().stream()
                .filter(each -> each.getValue().missing)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Legs that a snapshot showed when they had been picked up. */
    List<String> unseenLegs() {
        return ringing.entrySet().stream()
                .filter(each -> each.getValue().unseen)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A leg takes the place of one that was forwarded.
     *
     * @param fact number of the fact that told it
     * @return false when none waits for that
     */
    boolean movesTo(String leg, long fact) {
        Optional<String> old =
                ringing.entrySet().stream()
                        .filter(each -> each.getValue().forwarded && !each.getValue().gone)
                        .map(Map.Entry::getKey)
                        .findFirst();
        old.map(ringing::remove).ifPresent(ring -> ringing.put(leg, ring.on(leg, fact)));
        return old.isPresent();
    }

    void ringEnded(String leg) {
        ringing.remove(leg);
    }

    void dialEnded(String leg, String dialStatus, Instant at) {
        Ring ring = ringing.get(leg);
        if (ring == null) {
            return;
        }
        if (dialStatus.equals("ANSWER")) {
            ring.step = Step.ANSWERED;
            ring.pickedUp = at;
        } else if (ring.step == Step.ANSWERED) {
            // answered, and gone before the caller was connected
            ringing.remove(leg);
            ringing.values().removeIf(each -> each.gone);
        } else if (!dialStatus.equals("CANCEL")) {
            ring.step = Step.REFUSED;
        }
    }

    /** A colleague answers the leg at his own telephone. */
    void pickedUpElsewhere(String leg, Instant at) {
        dialEnded(leg, "ANSWER", at);
        ringing(leg).ifPresent(ring -> ring.pickedUpElsewhere = true);
    }

    /** Somebody picked up and will be connected in a moment. */
    boolean isAnswering() {
        return ringing.values().stream().anyMatch(ring -> ring.step == Step.ANSWERED);
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        ringing.clear();
    }

    /** The queue lets go of him; whether an agent has him is not known yet. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** He may have left while the connection was lost. */
    void doubt() {
        doubtful = true;
    }

    /** A snapshot shows that he waits. */
    void waits() {
        doubtful = false;
    }

    boolean isDoubtful() {
        return doubtful;
    }

    /** The caller left, and no agent had him. */
    void closeUnanswered(Instant at) {
        close();
        leftUnanswered = at;
    }

    /** {@link Instant#MIN} when he did not. */
    Instant leftUnanswered() {
        return leftUnanswered;
    }

    void on(String leg, UnaryOperator<AgentLeg> device) {
        Ring ring = ringing.get(leg);
        if (ring != null) {
            ring.agent = device.apply(ring.called);
        }
    }

    /** Tells this stay from others of the same caller. */
    String which() {
        return first.queue() + "#" + ordinal;
    }

    Call first() {
        return first;
    }

    long fact() {
        return fact;
    }

    /** How long he has waited, as Asterisk counts. */
    Seconds waited(Instant until) {
        return joinSeen ? Seconds.between(since, until) : Seconds.UNKNOWN;
    }

    /**
     * Who called and what was dialled stay as they were first told; the variables are the newest.
     */
    Call told(Call now) {
        return with(first, now.variables());
    }

    private enum Step {
        RINGING,
        ANSWERED,
        REFUSED
    }

    /** A phone that rings, or has just been picked up or refused. */
    static final class Ring {
        private final Instant since;
        private final long fact;
        private final AgentLeg called;

        /** As it was before the call went elsewhere. */
        private AgentLeg first;

        private AgentLeg agent;
        private Step step = Step.RINGING;
        private Instant pickedUp = Instant.EPOCH;
        private boolean forwarded;
        private boolean pickedUpElsewhere;
        private boolean gone;
        private boolean missing;
        private boolean unseen;

        private Ring(AgentLeg agent, Instant since, long fact) {
            this.called = agent;
            this.first = agent;
            this.agent = agent;
            this.since = since;
            this.fact = fact;
        }

        /** Only a snapshot showed it, when it was over: AgentConnect has come before. */
        boolean isUnseen() {
            return unseen;
        }

        /** Number of the fact with which it began. */
        long fact() {
            return fact;
        }

        AgentLeg agent() {
            return agent;
        }

        /** His phone sends the call elsewhere. */
        void forwarded() {
            forwarded = true;
        }

        private Ring on(String leg, long newest) {
            AgentLeg moved =
                    new AgentLeg(
                            called.name(), called.number(), called.peer(), called.device(), leg);
            Ring ring = new Ring(moved, since, newest);
            ring.first = first;
            return ring;
        }

        /** A snapshot has it no more. Unless we saw it go, nobody knows how it ended. */
        void missing() {
            missing = !gone;
        }

        /** The channel is no more. */
        void hungUp() {
            gone = true;
        }

        boolean isRefused() {
            return step == Step.REFUSED;
        }

        /** Until it was picked up, or until now. */
        Seconds rang(Instant now) {
            return Seconds.between(since, step == Step.ANSWERED ? pickedUp : now);
        }
    }
}
