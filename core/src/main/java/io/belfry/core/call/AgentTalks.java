package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Hold;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Taken;
import io.belfry.core.call.CallEvent.Transfer;
import io.belfry.core.call.CallEvent.Transferred;
import io.belfry.core.call.CallEvent.Unhold;
import io.belfry.core.call.CallEvent.Up;
import io.belfry.core.call.QueueCallTracker.Completion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents who have a caller: answer, hold, transfer and end, as the queue and the bridges tell. */
final class AgentTalks {
    private final Callers callers;
    private final OpenReasons reasons;
    private final UnseenEnds ends;
    private final Deadlines answers = new Deadlines(QueueCallTracker.REASON_WAIT);
    private long ignored;

    AgentTalks(Callers callers, OpenReasons reasons, UnseenEnds ends) {
        this.callers = callers;
        this.reasons = reasons;
        this.ends = ends;
    }

    long ignored() {
        return ignored;
    }

    /** Answers of which only the bridge told. */
    List<CallEvent> due(Instant now) {
        return answers.due(now);
    }

    List<CallEvent> answered(
            Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime, Instant at) {
        CallerState caller = callers.of(call);
        String leg = CallerState.key(agent);
        Talk known = caller.talks().get(leg);
        if (known != null) {
            known.confirm(holdtime, ringtime);
        }
        if (caller.hasTalked(leg)) {
            return List.of();
        }
        Visit visit = caller.visit(call, Instant.EPOCH);
        Talk talk =
                new Talk(visit.told(call), agent, holdtime, ringtime, at, callers.facts(), true);
        return up(caller, visit, talk, at, false);
    }

    /**
     * Learnt from a snapshot, or from the end.
     *
     * @param seen the leg as it is seen now; where a Local channel was optimised away, the device
     */
    List<CallEvent> answered(Call call, AgentLeg seen, Instant at) {
        CallerState caller = callers.of(call);
        if (caller.hasTalked(CallerState.key(seen))) {
            return List.of();
        }
        Visit visit = caller.visit(call, Instant.EPOCH);
        AgentLeg agent = visit.calledAs(seen);
        Seconds unknown = Seconds.UNKNOWN;
        Talk talk =
                new Talk(
                        visit.told(call),
                        agent,
                        unknown,
                        unknown,
                        Instant.EPOCH,
                        callers.facts(),
                        true);
        talk.gap();
        return up(caller, visit, talk, at, true);
    }

    private List<CallEvent> up(
            CallerState caller, Visit visit, Talk talk, Instant at, boolean recovered) {
        AgentLeg agent = talk.agent();
        String leg = CallerState.key(agent);
        callers.own(leg, caller);
        reasons.withdraw(caller.uniqueid());
        List<CallEvent> missed = ends.missed(caller, visit, at);
        List<AgentLeg> others = new ArrayList<>(visit.others(agent));
        Optional<AgentLeg> robbed = visit.robbed(agent);
        robbed.ifPresent(others::add);
        String by = robbed.isPresent() ? agent.device() : agent.peer();
        visit.close();
        caller.talks().put(leg, talk);
        if (caller.isGone()) {
            ends.callerGone(caller, at);
        }
        Head head = EventIds.head(talk.call(), Kind.UP, leg, at, recovered);
        List<CallEvent> told =
                reasons.before(new Up(head, talk.call(), agent, talk.holdtime(), talk.ringtime()));
        return CallEvents.joined(
                CallEvents.joined(missed, told), taken(talk, others, by, at, recovered));
    }

    /** Whose phones stop ringing because this agent was quicker, or has picked their call up. */
    private static List<CallEvent> taken(
            Talk talk, Collection<AgentLeg> others, String by, Instant at, boolean recovered) {
        List<CallEvent> taken = new ArrayList<>();
        for (AgentLeg other : others) {
            String leg = CallerState.key(other);
            Head head = EventIds.head(talk.call(), Kind.TAKEN, leg, at, recovered);
            taken.add(new Taken(head, talk.call(), other, by));
        }
        return taken;
    }

    void bridged(String channel, String bridge, Instant at) {
        callers.find(channel)
                .ifPresent(
                        caller -> {
                            caller.enters(bridge, callers.passingFact());
                            caller.talks().values().forEach(Talk::goesOn);
                        });
        callers.ofLeg(channel)
                .ifPresent(
                        caller ->
                                caller.ringingAt(channel)
                                        .ifPresent(visit -> answers(caller, visit, channel, at)));
        callers.find(channel).ifPresent(caller -> answersUnseen(caller, at));
    }

    /** A snapshot may have shown the agent in the bridge already, and not yet the caller. */
    private void answersUnseen(CallerState caller, Instant at) {
        for (Visit visit : caller.openVisits()) {
            visit.unseenLegs().forEach(leg -> answers(caller, visit, leg, at));
        }
    }

    private void answers(CallerState caller, Visit visit, String leg, Instant at) {
        answers.add(at, () -> connected(caller, visit, leg, at));
    }

    private List<CallEvent> connected(CallerState caller, Visit visit, String leg, Instant at) {
        Visit.Ring ring = visit.ringing(leg).orElse(null);
        if (ring == null || caller.hasTalked(leg)) {
            return List.of();
        }
        callers.touch(caller);
        Talk talk =
                new Talk(
                        visit.first(),
                        ring.agent(),
                        visit.waited(at),
                        ring.rang(at),
                        at,
                        callers.facts(),
                        ring.isUnseen());
        return up(caller, visit, talk, at, ring.isUnseen());
    }

    void unbridged(String channel, String bridge) {
        callers.find(channel)
                .filter(caller -> caller.leavesWith(channel, bridge))
                .ifPresent(
                        caller -> {
                            caller.leaves(bridge, callers.passingFact());
                            caller.talks().values().forEach(Talk::parted);
                        });
    }

    List<CallEvent> completed(Completion end, Map<String, String> variables, Instant at) {
        Optional<Found> found = find(end);
        if (found.isPresent()) {
            return completed(found.get(), end, variables, at);
        }
        // he was seen to wait and not to be answered: the end proves the answer
        Optional<Visit> visit =
                callers.find(end.uniqueid())
                        .filter(caller -> !caller.hasTalked(CallerState.key(end.agent())))
                        .flatMap(caller -> caller.open(end.queue()));
        if (visit.isEmpty()) {
            ignored++;
            return List.of();
        }
        Call call = visit.get().first();
        List<CallEvent> up = answered(call, end.agent(), at);
        return CallEvents.joined(
                up, find(end).map(f -> completed(f, end, variables, at)).orElse(List.of()));
    }

    private List<CallEvent> completed(
            Found found, Completion end, Map<String, String> variables, Instant at) {
        Talk talk = found.caller().finish(found.leg());
        callers.touch(found.caller());
        Call call = talk.callWith(variables);
        Seconds held = end.holdtime().isKnown() ? end.holdtime() : talk.holdtime();
        Head head = head(call, Kind.HANGUP, found.leg(), at);
        return reasons.before(
                new Hangup(
                        head,
                        call,
                        talk.agent(),
                        held,
                        talk.ringtime(),
                        end.talktime(),
                        end.reason()));
    }

    List<CallEvent> held(String leg, boolean hold, Instant at) {
        Talk talk = callers.ofLeg(leg).map(caller -> caller.talks().get(leg)).orElse(null);
        int turn = talk == null ? 0 : talk.hold(hold);
        if (turn == 0) {
            return List.of();
        }
        Kind kind = hold ? Kind.HOLD : Kind.UNHOLD;
        Head head = head(talk.call(), kind, leg + "#" + turn, at);
        return reasons.before(
                hold
                        ? new Hold(head, talk.call(), talk.agent())
                        : new Unhold(head, talk.call(), talk.agent()));
    }

    List<CallEvent> transferred(String leg, String mode, String to, AgentLeg receiver, Instant at) {
        CallerState caller = callers.ofLeg(leg).orElse(null);
        Talk talk = caller == null ? null : caller.lastTalk(leg).orElse(null);
        if (talk == null) {
            return List.of();
        }
        talk.endedBy("transfer");
        if (!talk.isTold()) {
            ends.passedOn(caller, leg, at);
        }
        Call call = talk.call();
        List<CallEvent> told =
                reasons.before(
                        new Transfer(
                                head(call, Kind.TRANSFER, leg, at),
                                call,
                                talk.agent(),
                                mode,
                                to,
                                receiver.name()));
        if (receiver.equals(AgentLeg.NONE)) {
            return told;
        }
        Head head = head(call, Kind.TRANSFERRED, leg, at);
        return CallEvents.joined(
                told, List.of(new Transferred(head, call, receiver, mode, talk.agent().peer())));
    }

    /**
     * By leg; else by caller and interface (a Local leg ends under another Uniqueid); else by
     * interface alone, first among callers whose channel is gone, because then Asterisk leaves it
     * out.
     */
    private Optional<Found> find(Completion end) {
        if (!end.uniqueid().isEmpty()) {
            List<CallerState> known = callers.on(end.uniqueid());
            return known.stream()
                    .filter(caller -> caller.talks().containsKey(end.agent().uniqueid()))
                    .findFirst()
                    .map(caller -> new Found(caller, end.agent().uniqueid()))
                    .or(
                            () ->
                                    known.stream()
                                            .flatMap(caller -> find(caller, end).stream())
                                            .findFirst());
        }
        String leg = end.agent().uniqueid();
        Optional<Found> byLeg = callers.ofLeg(leg).flatMap(caller -> find(caller, end));
        return byLeg.isPresent()
                ? byLeg
                : callers.all().stream()
                        .flatMap(caller -> find(caller, end).stream())
                        .max(Comparator.comparing(found -> found.caller().isGone()));
    }

    private static Optional<Found> find(CallerState caller, Completion end) {
        String leg = end.agent().uniqueid();
        if (caller.talks().containsKey(leg)) {
            return Optional.of(new Found(caller, leg));
        }
        return caller.talks().entrySet().stream()
                .filter(each -> each.getValue().call().queue().equals(end.queue()))
                .filter(each -> each.getValue().agent().peer().equals(end.agent().peer()))
                .map(each -> new Found(caller, each.getKey()))
                .findFirst();
    }

    private static Head head(Call call, Kind kind, String which, Instant at) {
        return EventIds.head(call, kind, which, at, false);
    }

    private record Found(CallerState caller, String leg) {}
}
