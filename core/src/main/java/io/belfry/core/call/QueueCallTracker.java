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
import io.belfry.core.call.CallEvent.Transferred;
import io.belfry.core.call.CallEvent.Unhold;
import io.belfry.core.call.CallEvent.Up;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows callers through queues and agents through the calls they get. Each verb is one fact of
 * the PBX and returns the events that it makes; a fact that does not fit, or that was told before,
 * makes none. No clock: time comes with the facts.
 *
 * <p>A caller can visit several queues with one Uniqueid (blind transfer), and the next visit can
 * begin before the last talk has ended, so visits and talks are kept apart.
 *
 * <p>Ringing, answer and end have two sources each: what the queue says, and what the channels do.
 * The queue's word comes first and says more; when it does not come, the channels' counts.
 */
public final class QueueCallTracker {
    /**
     * QUEUESTATUS follows the abandon, and AgentConnect comes with the bridge, within milliseconds;
     * then it is not coming.
     */
    public static final Duration REASON_WAIT = Duration.ofMillis(100);

    /** How long an end that something else proved waits for the queue's own word. */
    public static final Duration END_WAIT = UnseenEnds.WAIT;

    private final Callers callers = new Callers();
    private final OpenReasons reasons = new OpenReasons();
    private final Deadlines answers = new Deadlines(REASON_WAIT);
    private final UnseenEnds ends;
    private long ignored;

    /** For whoever needs no variables. */
    public QueueCallTracker() {
        this(uniqueid -> Map.of());
    }

    /**
     * @param variables custom variables of a caller's channel as they are now or were last; empty
     *     when nothing is known of it
     */
    public QueueCallTracker(Function<String, Map<String, String>> variables) {
        this.ends = new UnseenEnds(callers, reasons, variables);
    }

    /** The caller joined a queue. */
    public List<CallEvent> joined(Call call, int position, Instant at) {
        CallerState caller = callers.of(call);
        List<CallEvent> before = reasons.decide(caller.uniqueid(), "other");
        Visit visit = caller.visit(call, at);
        if (!visit.join()) {
            return before;
        }
        Queued queued = new Queued(head(call, Kind.QUEUED, visit.which(), at), call, position);
        return joined(before, List.of(queued));
    }

    /** An agent's device starts to ring. A leg that rang before says nothing new. */
    public List<CallEvent> rang(Call call, AgentLeg agent, Instant at) {
        return rang(call, agent, at, false);
    }

    List<CallEvent> rang(Call call, AgentLeg agent, Instant at, boolean recovered) {
        String leg = CallerState.key(agent);
        CallerState caller = callers.of(call);
        if (caller.legs().contains(leg) || caller.isGone()) {
            return List.of();
        }
        callers.own(leg, caller);
        Visit visit = caller.visit(call, Instant.EPOCH);
        int attempt = visit.ring(leg, agent, at);
        Head head = EventIds.head(call, Kind.RINGING, leg, at, recovered);
        return reasons.before(new Ringing(head, visit.told(call), agent, attempt));
    }

    /** The queue in which this caller waits, empty when he waits in none. */
    public String queueOf(String uniqueid) {
        return callers.find(uniqueid).map(CallerState::openVisits).orElse(List.of()).stream()
                .reduce((first, last) -> last)
                .map(visit -> visit.first().queue())
                .orElse("");
    }

    /**
     * The channel of a caller who waits calls somebody, which only his queue does: the second
     * source of ringing.
     */
    public List<CallEvent> dialled(
            String uniqueid, AgentLeg agent, Map<String, String> variables, Instant at) {
        Optional<CallerState> caller = callers.find(uniqueid);
        Optional<Visit> visit =
                caller.map(CallerState::openVisits).orElse(List.of()).stream()
                        .reduce((first, last) -> last);
        return visit.isEmpty()
                ? List.of()
                : rang(Visit.with(visit.get().first(), variables), agent, at);
    }

    /** A queue member has the caller. */
    public List<CallEvent> answered(
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
        Talk talk = new Talk(visit.told(call), agent, unknown, unknown, at, callers.facts(), true);
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
        Collection<AgentLeg> others = visit.others(agent);
        visit.close();
        caller.talks().put(leg, talk);
        if (caller.isGone()) {
            ends.callerGone(caller, at);
        }
        Head head = EventIds.head(talk.call(), Kind.UP, leg, at, recovered);
        List<CallEvent> told =
                reasons.before(new Up(head, talk.call(), agent, talk.holdtime(), talk.ringtime()));
        return joined(joined(missed, told), taken(talk, others, at, recovered));
    }

    /** Whose phones stop ringing because this agent was quicker. */
    private static List<CallEvent> taken(
            Talk talk, Collection<AgentLeg> others, Instant at, boolean recovered) {
        List<CallEvent> taken = new ArrayList<>();
        for (AgentLeg other : others) {
            String leg = CallerState.key(other);
            Head head = EventIds.head(talk.call(), Kind.TAKEN, leg, at, recovered);
            taken.add(new Taken(head, talk.call(), other, talk.agent().peer()));
        }
        return taken;
    }

    /**
     * A channel came into a bridge: a caller, whose queue keeps him as long as he is in one; or an
     * agent who rang, the second source of the answer.
     */
    public void bridged(String channel, String bridge, Instant at) {
        callers.find(channel)
                .ifPresent(
                        caller -> {
                            caller.enters(bridge);
                            caller.talks().values().forEach(Talk::begins);
                        });
        CallerState caller = callers.ofLeg(channel).orElse(null);
        Visit visit = caller == null ? null : caller.ringingAt(channel).orElse(null);
        if (visit != null) {
            answers.add(at, () -> connected(caller, visit, channel, at));
        }
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
                        false);
        return up(caller, visit, talk, at, false);
    }

    /** A channel left a bridge. */
    public void unbridged(String channel, String bridge) {
        callers.find(channel)
                .ifPresent(
                        caller -> {
                            caller.leaves(bridge);
                            caller.talks().values().forEach(Talk::parted);
                        });
    }

    /**
     * A talk ended. Of a channel that is gone already Asterisk tells nothing, so caller and leg may
     * be empty; queue and interface are always there.
     *
     * @param variables of the caller now, empty when his channel is gone
     */
    public List<CallEvent> completed(Completion end, Map<String, String> variables, Instant at) {
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
        return joined(up, find(end).map(f -> completed(f, end, variables, at)).orElse(List.of()));
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

    /**
     * A dialled leg has its result; an answer is not yet a talk (an announcement may be played).
     */
    public void dialEnded(String uniqueid, String leg, String dialStatus, Instant at) {
        callers.find(uniqueid)
                .flatMap(caller -> caller.ringingAt(leg))
                .ifPresent(visit -> visit.dialEnded(leg, dialStatus, at));
    }

    /**
     * The queue gave up on an agent. When the leg had its result before, the agent (or his phone)
     * refused; when it has none yet, the time was over (order of AgentRingNoAnswer and DialEnd in
     * the recordings).
     */
    public List<CallEvent> notAnswered(
            String uniqueid, String queue, String leg, Seconds ringtime, Instant at) {
        CallerState caller = callers.find(uniqueid).orElse(null);
        Visit visit = caller == null ? null : caller.open(queue).orElse(null);
        Visit.Ring ring = visit == null ? null : visit.ringing(leg).orElse(null);
        if (ring == null) {
            ignored++;
            return List.of();
        }
        visit.ringEnded(leg);
        callers.touch(caller);
        Call call = visit.first();
        return reasons.before(
                ring.isRefused()
                        ? new Reject(head(call, Kind.REJECT, leg, at), call, ring.agent(), ringtime)
                        : new NoAnswer(
                                head(call, Kind.NOANSWER, leg, at), call, ring.agent(), ringtime));
    }

    /**
     * The caller left a queue unanswered: he hung up, or the queue sent him away. Why, the next
     * facts may say.
     *
     * @param call what the event itself tells, for a caller who was not seen before
     */
    public List<CallEvent> abandoned(Call call, Seconds holdtime, Instant at) {
        CallerState caller = callers.of(call);
        if (caller.open(call.queue()).isEmpty()
                && caller.hasLeft(call.queue(), at.minus(UnseenEnds.WAIT))) {
            ignored++;
            return List.of();
        }
        Visit visit = caller.visit(call, Instant.EPOCH);
        visit.closeUnanswered(at);
        Head head = head(call, Kind.ABANDON, visit.which(), at);
        Call told = visit.told(call);
        if (caller.hangupRequested()) {
            return reasons.before(new Abandon(head, told, holdtime, "caller"));
        }
        reasons.add(
                caller.uniqueid(),
                false,
                at.plus(REASON_WAIT),
                reason -> new Abandon(head, told, holdtime, reason));
        return List.of();
    }

    /** The dialplan variable QUEUESTATUS says why a caller left. */
    public List<CallEvent> queueStatus(String uniqueid, String status) {
        return switch (status) {
            case "TIMEOUT" -> reasons.decide(uniqueid, "timeout");
            case "WITHDRAW" -> reasons.decide(uniqueid, "withdrawn");
            case "LEAVEEMPTY", "LEAVEUNAVAIL" -> reasons.decide(uniqueid, "empty");
            default -> List.of();
        };
    }

    /**
     * The caller left the queue. With an agent when a leg has answered, which AgentConnect will
     * say; else by a key or because nobody was there, which QUEUESTATUS may say.
     */
    public List<CallEvent> left(Call call, Instant at) {
        CallerState caller = callers.find(call.id().uniqueid()).orElse(null);
        Visit visit = caller == null ? null : caller.open(call.queue()).orElse(null);
        if (visit == null || visit.isAnswering() || visit.isLeaving()) {
            return List.of();
        }
        visit.leave();
        callers.touch(caller);
        Head head = head(call, Kind.LEAVE, visit.which(), at);
        Call told = visit.told(call);
        reasons.add(
                caller.uniqueid(),
                true,
                at.plus(REASON_WAIT),
                reason -> {
                    visit.closeUnanswered(at);
                    return new Leave(head, told, reason.equals("empty") ? reason : "key");
                });
        return List.of();
    }

    /**
     * The far end asked for the hang-up of a channel. When it is a caller's, he put the phone down.
     *
     * @param leg the leg to an agent that the channel is, or stands behind
     */
    public List<CallEvent> hangupRequested(String uniqueid, String leg) {
        callers.ofLeg(leg).ifPresent(caller -> endedBy(caller.talks().get(leg), "agent"));
        CallerState caller = callers.find(uniqueid).orElse(null);
        if (caller == null) {
            return List.of();
        }
        caller.requestHangup();
        caller.talks().values().forEach(talk -> endedBy(talk, "caller"));
        return reasons.decide(uniqueid, "caller");
    }

    private static void endedBy(Talk talk, String who) {
        if (talk != null) {
            talk.endedBy(who);
        }
    }

    /** The caller's channel is gone. What may still come late is waited for a while. */
    public List<CallEvent> callerGone(String uniqueid, Instant at) {
        CallerState caller = callers.find(uniqueid).orElse(null);
        if (caller == null || caller.isGone()) {
            return List.of();
        }
        callers.leave(caller, at);
        List<CallEvent> told = reasons.decide(uniqueid, "other");
        ends.callerGone(caller, at);
        return told;
    }

    /**
     * A leg to an agent is gone, with all that stood behind it.
     *
     * @param cause of the hang-up
     */
    public void legGone(String leg, String cause, Instant at) {
        callers.ofLeg(leg).ifPresent(caller -> ends.legGone(caller, leg, cause, at));
    }

    /** Tells what has waited long enough, and forgets who is gone. */
    public List<CallEvent> tick(Instant now) {
        callers.tick(now);
        List<CallEvent> told = joined(reasons.due(now), answers.due(now));
        return joined(told, ends.due(now));
    }

    /** The device behind a Local channel became known: later events of the leg name it. */
    public void deviceOf(String leg, String device) {
        callers.ofLeg(leg).ifPresent(caller -> caller.onDevice(leg, device));
    }

    /** How many facts were told so far. */
    public long facts() {
        return callers.facts();
    }

    /**
     * Brings what we believe in step with what the PBX says after a gap: agents who ring or talk
     * are told now if they were not; what ended meanwhile ends within {@link #tick}, unless its own
     * event was only late; all that is marked as recovered. What goes on goes on in silence.
     */
    public List<CallEvent> resync(PbxSnapshot snapshot, Instant at) {
        return new QueueCallResync(this, callers, ends, snapshot, at).events();
    }

    /** The PBX was started anew: all its calls end once, marked as recovered. */
    public List<CallEvent> restarted(Instant at) {
        return ends.allEnded(at);
    }

    /** An agent put the caller on hold, or took him back; the leg is his channel of the talk. */
    public List<CallEvent> held(String leg, boolean hold, Instant at) {
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

    /**
     * An agent passed the caller on.
     *
     * @param leg the agent's channel of the talk; what is no talk of a queue makes no event
     * @param mode {@code blind} or {@code attended}
     * @param receiver {@link AgentLeg#NONE} when it is no agent who gets the call
     */
    public List<CallEvent> transferred(
            String leg, String mode, String to, AgentLeg receiver, Instant at) {
        CallerState caller = callers.ofLeg(leg).orElse(null);
        Talk talk = caller == null ? null : caller.lastTalk(leg).orElse(null);
        if (talk == null) {
            return List.of();
        }
        if (!talk.isTold()) {
            talk.endedBy("transfer");
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
        return joined(
                told, List.of(new Transferred(head, call, receiver, mode, talk.agent().peer())));
    }

    /** Is this caller waiting in, or coming from, a queue? */
    public boolean knows(String uniqueid) {
        return callers.find(uniqueid).isPresent();
    }

    /** Calls that are not over: waiting, ringing or talking. */
    public int liveCalls() {
        return callers.live();
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
        return callers.changes(reasons::isOpen);
    }

    /** Takes up a call from before a restart; the next {@link #resync} judges it. */
    public void restore(CallMemory memory) {
        callers.restore(memory);
    }

    /**
     * By leg; else by caller and interface (a Local leg ends under another Uniqueid); else by
     * interface alone, first among callers whose channel is gone, because then Asterisk leaves it
     * out.
     */
    private Optional<Found> find(Completion end) {
        Optional<CallerState> known = callers.find(end.uniqueid());
        if (known.isPresent() || !end.uniqueid().isEmpty()) {
            return known.flatMap(caller -> find(caller, end));
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

    private static List<CallEvent> joined(List<CallEvent> first, List<CallEvent> then) {
        if (first.isEmpty() || then.isEmpty()) {
            return first.isEmpty() ? then : first;
        }
        List<CallEvent> both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }

    private static Head head(Call call, Kind kind, String which, Instant at) {
        return EventIds.head(call, kind, which, at, false);
    }

    /** How a talk ended: what AgentComplete says, empty where it says nothing. */
    public record Completion(
            String queue,
            AgentLeg agent,
            String uniqueid,
            Seconds holdtime,
            Seconds talktime,
            String reason) {}

    private record Found(CallerState caller, String leg) {}
}
