package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Hold;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Leave;
import io.belfry.core.call.CallEvent.NoAnswer;
import io.belfry.core.call.CallEvent.Queued;
import io.belfry.core.call.CallEvent.Reject;
import io.belfry.core.call.CallEvent.Ringing;
import io.belfry.core.call.CallEvent.Taken;
import io.belfry.core.call.CallEvent.Transfer;
import io.belfry.core.call.CallEvent.Unhold;
import io.belfry.core.call.CallEvent.Up;
import io.belfry.core.call.CallerState.Talk;
import io.belfry.core.call.CallerState.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows callers through queues and agents through the calls they get. Each verb is one fact of
 * the PBX and returns the events that it makes; a fact that does not fit, or that was told before,
 * makes none. No clock: time comes with the facts.
 *
 * <p>A caller can visit several queues with one Uniqueid (blind transfer), and the next visit can
 * begin before the last talk has ended, so visits and talks are kept apart.
 */
public final class QueueCallTracker {
    /**
     * QUEUESTATUS follows the abandon within milliseconds (recordings of queue timeouts); then it
     * is not coming.
     */
    public static final Duration REASON_WAIT = Duration.ofMillis(100);

    /** AgentComplete can come after the Hangup of caller and agent; longer than any seen delay. */
    private static final Duration TOMBSTONE = Duration.ofSeconds(30);

    private static final int MAX_CALLS = 100_000;

    private final Map<String, CallerState> callers = new LinkedHashMap<>();
    private final Map<String, String> callerOfLeg = new HashMap<>();
    private final Deque<Ended> ended = new ArrayDeque<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private long ignored;

    /** The caller joined a queue. */
    public List<CallEvent> joined(Call call, int position, Instant at) {
        Visit visit = caller(call, at).visit(call);
        if (!visit.join()) {
            return List.of();
        }
        return told(
                call,
                new Queued(head(call, Kind.QUEUED, visit.which(), at, false), call, position));
    }

    /** An agent's device starts to ring. A leg that rings already says nothing new. */
    public List<CallEvent> rang(Call call, AgentLeg agent, Instant at) {
        return rang(call, agent, at, false);
    }

    List<CallEvent> rang(Call call, AgentLeg agent, Instant at, boolean recovered) {
        CallerState caller = caller(call, at);
        String leg = CallerState.key(agent);
        if (caller.hasTalked(leg)) {
            return List.of();
        }
        own(leg, call, caller);
        Visit visit = caller.visit(call);
        int attempt = visit.ring(leg, agent);
        if (attempt == 0) {
            return List.of();
        }
        Head head = head(call, Kind.RINGING, leg, at, recovered);
        return told(call, new Ringing(head, visit.told(call), agent, attempt));
    }

    /** A queue member has the caller. */
    public List<CallEvent> answered(
            Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime, Instant at) {
        return answered(call, agent, holdtime, ringtime, at, false);
    }

    List<CallEvent> answered(
            Call call,
            AgentLeg agent,
            Seconds holdtime,
            Seconds ringtime,
            Instant at,
            boolean recovered) {
        CallerState caller = caller(call, at);
        String leg = CallerState.key(agent);
        if (caller.hasTalked(leg)) {
            return List.of();
        }
        own(leg, call, caller);
        Visit visit = caller.visit(call);
        Collection<AgentLeg> others = visit.others(leg);
        visit.close();
        Talk talk = new Talk(visit.told(call), agent, holdtime, ringtime, at);
        caller.talks().put(leg, talk);
        Head head = head(call, Kind.UP, leg, at, recovered);
        List<CallEvent> told = told(call, new Up(head, talk.call(), agent, holdtime, ringtime));
        return others.isEmpty() ? told : withTaken(told, talk, others, at, recovered);
    }

    /** Whose phones stop ringing because this agent was quicker. */
    private static List<CallEvent> withTaken(
            List<CallEvent> told,
            Talk talk,
            Collection<AgentLeg> others,
            Instant at,
            boolean recovered) {
        List<CallEvent> all = new ArrayList<>(told);
        for (AgentLeg other : others) {
            Head head = head(talk.call(), Kind.TAKEN, CallerState.key(other), at, recovered);
            all.add(new Taken(head, talk.call(), other, talk.agent().peer()));
        }
        return all;
    }

    /**
     * A talk ended. Of a channel that is gone already Asterisk tells nothing, so caller and leg may
     * be empty; queue and interface are always there.
     *
     * @param variables of the caller now, empty when his channel is gone
     */
    public List<CallEvent> completed(Completion end, Map<String, String> variables, Instant at) {
        Optional<Found> found = find(end);
        if (found.isEmpty()) {
            ignored++;
            return List.of();
        }
        CallerState caller = callers.get(found.get().uniqueid());
        Talk talk = caller.finish(found.get().leg());
        touch(found.get().uniqueid(), caller, at);
        Call call = variables.isEmpty() ? talk.call() : CallerState.with(talk.call(), variables);
        Seconds held = end.holdtime().isKnown() ? end.holdtime() : talk.holdtime();
        Head head = head(call, Kind.HANGUP, found.get().leg(), at, false);
        return told(
                call,
                new Hangup(
                        head,
                        call,
                        talk.agent(),
                        held,
                        talk.ringtime(),
                        end.talktime(),
                        end.reason()));
    }

    /**
     * A dialled leg has its result; an answer is not yet a talk (an announcement may be played).
     */
    public void dialEnded(String uniqueid, String leg, String dialStatus) {
        CallerState caller = callers.get(uniqueid);
        if (caller != null) {
            caller.visits().forEach(visit -> visit.dialEnded(leg, dialStatus));
        }
    }

    /**
     * The queue gave up on an agent. When the leg had its result before, the agent (or his phone)
     * refused; when it has none yet, the time was over (order of AgentRingNoAnswer and DialEnd in
     * the recordings).
     */
    public List<CallEvent> notAnswered(
            String uniqueid, String queue, String leg, Seconds ringtime, Instant at) {
        CallerState caller = callers.get(uniqueid);
        Visit visit = caller == null ? null : caller.open(queue).orElse(null);
        AgentLeg agent = visit == null ? null : visit.ringing(leg);
        if (agent == null) {
            ignored++;
            return List.of();
        }
        boolean refused = visit.isRefused(leg);
        visit.ringEnded(leg);
        touch(uniqueid, caller, at);
        Call call = visit.first();
        return told(
                call,
                refused
                        ? new Reject(head(call, Kind.REJECT, leg, at, false), call, agent, ringtime)
                        : new NoAnswer(
                                head(call, Kind.NOANSWER, leg, at, false), call, agent, ringtime));
    }

    /**
     * The caller left a queue unanswered: he hung up, or the queue sent him away. Why, the next
     * facts may say.
     *
     * @param call what the event itself tells, for a caller who was not seen before
     */
    public List<CallEvent> abandoned(Call call, Seconds holdtime, Instant at) {
        CallerState caller = caller(call, at);
        Visit visit = caller.visit(call);
        visit.close();
        Head head = head(call, Kind.ABANDON, visit.which(), at, false);
        Call told = visit.told(call);
        if (caller.hangupRequested()) {
            return told(call, new Abandon(head, told, holdtime, "caller"));
        }
        undecided.add(
                new Undecided(
                        told,
                        at.plus(REASON_WAIT),
                        reason -> new Abandon(head, told, holdtime, reason)));
        return List.of();
    }

    /** The dialplan variable QUEUESTATUS says why a caller left. */
    public List<CallEvent> queueStatus(String uniqueid, String status) {
        return switch (status) {
            case "TIMEOUT" -> decide(uniqueid, "timeout");
            case "WITHDRAW" -> decide(uniqueid, "withdrawn");
            case "LEAVEEMPTY", "LEAVEUNAVAIL" -> decide(uniqueid, "empty");
            default -> List.of();
        };
    }

    /**
     * The caller left the queue. With an agent when a leg has answered, which AgentConnect will
     * say; else by a key or because nobody was there, which QUEUESTATUS may say.
     */
    public List<CallEvent> left(Call call, Instant at) {
        CallerState caller = callers.get(call.id().uniqueid());
        Visit visit = caller == null ? null : caller.open(call.queue()).orElse(null);
        if (visit == null || visit.isAnswering()) {
            return List.of();
        }
        visit.close();
        touch(call.id().uniqueid(), caller, at);
        Head head = head(call, Kind.LEAVE, visit.which(), at, false);
        Call told = visit.told(call);
        undecided.add(
                new Undecided(
                        told,
                        at.plus(REASON_WAIT),
                        reason -> new Leave(head, told, reason.equals("empty") ? reason : "key")));
        return List.of();
    }

    /** The far end asked for the hang-up of the caller's channel: the caller put the phone down. */
    public List<CallEvent> hangupRequested(String uniqueid) {
        CallerState caller = callers.get(uniqueid);
        if (caller == null) {
            return List.of();
        }
        caller.requestHangup();
        return decide(uniqueid, "caller");
    }

    /** The caller's channel is gone. What may still come late is waited for a while. */
    public List<CallEvent> callerGone(String uniqueid, Instant at) {
        CallerState caller = callers.get(uniqueid);
        if (caller == null || caller.isGone()) {
            return List.of();
        }
        caller.leave();
        touch(uniqueid, caller, at);
        ended.add(new Ended(uniqueid, at.plus(TOMBSTONE)));
        List<CallEvent> told = new ArrayList<>(decide(uniqueid, "other"));
        for (Visit visit : caller.openVisits()) {
            // a queue tells how a caller left before he is gone: that was missed
            visit.close();
            Head head = head(visit.first(), Kind.ABANDON, visit.which(), at, true);
            told.add(new Abandon(head, visit.first(), Seconds.UNKNOWN, "other"));
        }
        return told;
    }

    /** Tells what has waited long enough, and forgets who is gone. */
    public List<CallEvent> tick(Instant now) {
        while (!ended.isEmpty() && !ended.peek().until().isAfter(now)) {
            forget(ended.poll().uniqueid());
        }
        if (undecided.isEmpty()) {
            return List.of();
        }
        List<CallEvent> told = new ArrayList<>();
        undecided.removeIf(
                abandon -> !abandon.until().isAfter(now) && told.add(abandon.decided("other")));
        return told;
    }

    /** The device behind a Local channel became known: later events of the leg name it. */
    public void deviceOf(String leg, String device) {
        CallerState caller = callers.get(callerOfLeg.getOrDefault(leg, ""));
        if (caller != null) {
            caller.onDevice(leg, device);
        }
    }

    /**
     * Brings what we believe in step with what the PBX says after a gap: calls that ended meanwhile
     * end now, agents who ring or talk are told if they were not, all marked as recovered; what
     * goes on goes on in silence.
     */
    public List<CallEvent> resync(PbxSnapshot snapshot, Instant at) {
        return new QueueCallResync(this, callers, snapshot, at).events();
    }

    /** An agent put the caller on hold, or took him back; the leg is his channel of the talk. */
    public List<CallEvent> held(String leg, boolean hold, Instant at) {
        CallerState caller = callers.get(callerOfLeg.getOrDefault(leg, ""));
        Talk talk = caller == null ? null : caller.talks().get(leg);
        if (talk == null) {
            return List.of();
        }
        int turn = caller.hold(leg, hold);
        if (turn == 0) {
            return List.of();
        }
        Kind kind = hold ? Kind.HOLD : Kind.UNHOLD;
        Head head = head(talk.call(), kind, leg + "#" + turn, at, false);
        return told(
                talk.call(),
                hold
                        ? new Hold(head, talk.call(), talk.agent())
                        : new Unhold(head, talk.call(), talk.agent()));
    }

    /**
     * An agent passed the caller on.
     *
     * @param leg the agent's channel of the talk; what is no talk of a queue makes no event
     * @param mode {@code blind} or {@code attended}
     */
    public List<CallEvent> transferred(
            String leg, String mode, String to, String toAgent, Instant at) {
        CallerState caller = callers.get(callerOfLeg.getOrDefault(leg, ""));
        Talk talk = caller == null ? null : caller.lastTalk(leg);
        if (talk == null) {
            return List.of();
        }
        Head head = head(talk.call(), Kind.TRANSFER, leg, at, false);
        return told(talk.call(), new Transfer(head, talk.call(), talk.agent(), mode, to, toAgent));
    }

    /** Is this caller waiting in, or coming from, a queue? */
    public boolean knows(String uniqueid) {
        return callers.containsKey(uniqueid);
    }

    /** Calls that are not over: waiting, ringing or talking. */
    public int liveCalls() {
        return callers.size() - ended.size();
    }

    /** Facts about talks that do not exist. */
    public long ignored() {
        return ignored;
    }

    /**
     * Callers whose state changed since this was last asked: with their memory, or empty when there
     * is nothing to keep any more.
     */
    public Map<String, Optional<CallMemory>> changes() {
        Map<String, Optional<CallMemory>> changes = new LinkedHashMap<>();
        // whose reason is still open was not told yet, and must be told after a restart
        undecided.forEach(each -> touched.remove(each.call().id().uniqueid()));
        for (String uniqueid : touched) {
            CallerState caller = callers.get(uniqueid);
            boolean over = caller == null || caller.isGone() && caller.talks().isEmpty();
            changes.put(uniqueid, over ? Optional.empty() : Optional.of(caller.memory(uniqueid)));
        }
        touched.clear();
        undecided.forEach(each -> touched.add(each.call().id().uniqueid()));
        return changes;
    }

    /** Takes up a call from before a restart; the next {@link #resync} judges it. */
    public void restore(CallMemory memory) {
        CallerState caller = CallerState.of(memory);
        if (callers.putIfAbsent(memory.uniqueid(), caller) == null) {
            caller.legs().forEach(leg -> callerOfLeg.put(leg, memory.uniqueid()));
        }
    }

    private void own(String leg, Call call, CallerState caller) {
        caller.legs().add(leg);
        callerOfLeg.put(leg, call.id().uniqueid());
    }

    private void forget(String uniqueid) {
        CallerState caller = callers.remove(uniqueid);
        if (caller != null) {
            caller.legs().forEach(callerOfLeg::remove);
        }
        touched.add(uniqueid);
    }

    CallerState caller(Call call, Instant at) {
        String uniqueid = call.id().uniqueid();
        CallerState caller = callers.get(uniqueid);
        if (caller == null) {
            if (callers.size() >= MAX_CALLS) {
                forget(callers.keySet().iterator().next());
            }
            caller = new CallerState();
            callers.put(uniqueid, caller);
        }
        touch(uniqueid, caller, at);
        return caller;
    }

    private void touch(String uniqueid, CallerState caller, Instant at) {
        caller.touch(at);
        touched.add(uniqueid);
    }

    /**
     * By leg; else by caller and interface (a Local leg ends under another Uniqueid); else by
     * interface alone.
     */
    private Optional<Found> find(Completion end) {
        CallerState known = callers.get(end.uniqueid());
        if (known != null) {
            return find(end.uniqueid(), known, end);
        }
        return end.uniqueid().isEmpty()
                ? callers.entrySet().stream()
                        .flatMap(each -> find(each.getKey(), each.getValue(), end).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Found> find(String uniqueid, CallerState caller, Completion end) {
        if (caller.talks().containsKey(end.leg())) {
            return Optional.of(new Found(uniqueid, end.leg()));
        }
        return caller.talks().entrySet().stream()
                .filter(each -> each.getValue().call().queue().equals(end.queue()))
                .filter(each -> each.getValue().agent().peer().equals(end.peer()))
                .map(each -> new Found(uniqueid, each.getKey()))
                .findFirst();
    }

    private List<CallEvent> decide(String uniqueid, String reason) {
        if (undecided.isEmpty()) {
            return List.of();
        }
        List<CallEvent> told = new ArrayList<>();
        undecided.removeIf(
                abandon ->
                        abandon.call().id().uniqueid().equals(uniqueid)
                                && told.add(abandon.decided(reason)));
        return told;
    }

    /** An abandon whose reason is still open comes out before the next event of its call. */
    private List<CallEvent> told(Call call, CallEvent event) {
        List<CallEvent> waiting = decide(call.id().uniqueid(), "other");
        if (waiting.isEmpty()) {
            return List.of(event);
        }
        List<CallEvent> both = new ArrayList<>(waiting);
        both.add(event);
        return both;
    }

    static Head head(Call call, Kind kind, String which, Instant at, boolean recovered) {
        return new Head(EventIds.of(call.id(), kind, which), at, recovered);
    }

    /** How a talk ended: what AgentComplete says, empty where it says nothing. */
    public record Completion(
            String queue,
            String peer,
            String uniqueid,
            String leg,
            Seconds holdtime,
            Seconds talktime,
            String reason) {}

    private record Found(String uniqueid, String leg) {}

    /** Left the queue; why is not known yet. */
    private record Undecided(Call call, Instant until, Function<String, CallEvent> outcome) {
        CallEvent decided(String reason) {
            return outcome.apply(reason);
        }
    }

    private record Ended(String uniqueid, Instant until) {}
}
