package io.belfry.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
     * when the PBX has said other things after that, it is not coming.
     */
    public static final Duration REASON_WAIT = Duration.ofMillis(100);

    /** How long an end that something else proved waits for the queue's own word. */
    public static final Duration END_WAIT = UnseenEnds.WAIT;

    private final Callers callers = new Callers();
    private final Hearing hearing = new Hearing();
    private final OpenReasons reasons = new OpenReasons(hearing);
    private final QueueStays stays = new QueueStays(callers, reasons);
    private final UnseenEnds ends;
    private final AgentTalks talks;

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
        this.talks = new AgentTalks(callers, reasons, ends);
    }

    /** The caller joined a queue. */
    public List<CallEvent> joined(Call call, int position, Instant at) {
        return stays.joined(call, position, at);
    }

    /** An agent's device starts to ring. A leg that rang before says nothing new. */
    public List<CallEvent> rang(Call call, AgentLeg agent, Instant at) {
        return stays.rang(call, agent, at, false);
    }

    /** The queue in which this caller waits, empty when he waits in none. */
    public String queueOf(String uniqueid) {
        return stays.queueOf(uniqueid);
    }

    /**
     * The channel of a caller who waits calls somebody, which only his queue does: the second
     * source of ringing.
     */
    public List<CallEvent> dialled(
            String uniqueid, AgentLeg agent, Map<String, String> variables, Instant at) {
        return stays.dialled(uniqueid, agent, variables, at);
    }

    /** The channel of somebody who waits in no queue, any more or at all, calls somebody. */
    public List<CallEvent> goesOn(String uniqueid) {
        return stays.goesOn(uniqueid);
    }

    /** A queue member has the caller. */
    public List<CallEvent> answered(
            Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime, Instant at) {
        return talks.answered(call, agent, holdtime, ringtime, at);
    }

    /**
     * A channel came into a bridge: a caller, whose queue keeps him as long as he is in one; or an
     * agent who rang, the second source of the answer.
     */
    public void bridged(String channel, String bridge, Instant at) {
        talks.bridged(channel, bridge, at);
    }

    /** A channel left a bridge. */
    public void unbridged(String channel, String bridge) {
        talks.unbridged(channel, bridge);
    }

    /**
     * A talk ended. Of a channel that is gone already Asterisk tells nothing, so caller and leg may
     * be empty; queue and interface are always there.
     *
     * @param variables of the caller now, empty when his channel is gone
     */
    public List<CallEvent> completed(Completion end, Map<String, String> variables, Instant at) {
        return talks.completed(end, variables, at);
    }

    /**
     * A dialled leg has its result; an answer is not yet a talk (an announcement may be played).
     */
    public void dialEnded(String uniqueid, String leg, String dialStatus, Instant at) {
        stays.dialEnded(uniqueid, leg, dialStatus, at);
    }

    /**
     * Somebody answers this leg at another phone; a queue tells no result of it. A leg behind a
     * Local channel is none of the queue's, which hears of the answer there.
     */
    public void pickedUp(String leg, Instant at) {
        stays.pickedUp(leg, at);
    }

    /** The phone of this leg sends the call elsewhere; where it goes is dialled next. */
    public void forwarded(String uniqueid, String leg) {
        stays.forwarded(uniqueid, leg);
    }

    /**
     * The queue gave up on an agent. When the leg had its result before, the agent (or his phone)
     * refused; when it has none yet, the time was over (order of AgentRingNoAnswer and DialEnd in
     * the recordings).
     */
    public List<CallEvent> notAnswered(
            String uniqueid, String queue, String leg, Seconds ringtime, Instant at) {
        return stays.notAnswered(uniqueid, queue, leg, ringtime, at);
    }

    /**
     * The caller left a queue unanswered: he hung up, or the queue sent him away. Why, the next
     * facts may say.
     *
     * @param call what the event itself tells, for a caller who was not seen before
     */
    public List<CallEvent> abandoned(Call call, Seconds holdtime, Instant at) {
        return stays.abandoned(call, holdtime, at);
    }

    /** The PBX said something, of a call or not: what comes late is not waited for in vain. */
    public void heard(Instant at) {
        hearing.heard(at);
    }

    /** The PBX tells what variables are set to. */
    public void heardVariable() {
        hearing.heardVariable();
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
        return stays.left(call, at);
    }

    /**
     * The far end asked for the hang-up of a channel. When it is a caller's, he put the phone down.
     *
     * @param leg the leg to an agent that the channel is, or stands behind
     */
    public List<CallEvent> hangupRequested(String uniqueid, String leg) {
        callers.ofLeg(leg).ifPresent(caller -> endedBy(caller.talks().get(leg), "agent"));
        CallerState caller = callers.find(uniqueid).orElse(null);
        if (caller == null || isTakenOut(caller, uniqueid)) {
            return List.of();
        }
        caller.requestHangup();
        caller.talks().values().forEach(talk -> endedBy(talk, "caller"));
        return reasons.decide(uniqueid, "caller");
    }

    /** A channel that is no more needed is hung up, which says nothing of the caller. */
    private static boolean isTakenOut(CallerState caller, String channel) {
        return channel.equals(caller.uniqueid()) && !caller.successor().isEmpty();
    }

    private static void endedBy(Talk talk, String who) {
        if (talk != null) {
            talk.endedBy(who);
        }
    }

    /** The caller's channel is gone. What may still come late is waited for a while. */
    public List<CallEvent> callerGone(String uniqueid, Instant at) {
        List<CallEvent> told = List.of();
        for (CallerState caller : callers.on(uniqueid)) {
            told = CallEvents.joined(told, gone(caller, uniqueid, at));
        }
        return told;
    }

    private List<CallEvent> gone(CallerState caller, String channel, Instant at) {
        if (caller.isGone()) {
            return List.of();
        }
        if (!caller.lost(channel)) {
            callers.touch(caller);
            return List.of();
        }
        callers.leave(caller, at);
        List<CallEvent> told = reasons.decide(caller.uniqueid(), "other");
        ends.callerGone(caller, at);
        return told;
    }

    /** A leg to an agent hung up; a device behind a Local channel may still be there. */
    public void stoppedRinging(String leg) {
        stays.stoppedRinging(leg);
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
        List<CallEvent> told = CallEvents.joined(reasons.due(now), talks.due(now));
        return CallEvents.joined(told, ends.due(now));
    }

    /**
     * The caller's channel is one half of a Local channel, which Asterisk takes out of the call:
     * the channel that stood before the other half takes its place, in the queue's eyes too. Until
     * then both are his.
     */
    public void moves(String uniqueid, String channel) {
        if (!channel.isEmpty() && !channel.equals(uniqueid)) {
            callers.find(uniqueid)
                    .filter(caller -> caller.isOn(uniqueid))
                    .ifPresent(caller -> callers.moves(caller, channel));
        }
    }

    /** Whether the cause of a hang-up, as ISDN counts, says that somebody did not want the call. */
    public static boolean isRefusal(String cause) {
        return UnseenEnds.REFUSALS.contains(cause);
    }

    /** Is, or was until just now, this the leg of a queue to an agent? */
    public boolean isLeg(String leg) {
        return callers.ofLeg(leg).isPresent();
    }

    /**
     * The device behind a Local channel became known: later events of the leg name it.
     *
     * @param device puts it into the leg as the queue called it
     */
    public void deviceOf(String leg, UnaryOperator<AgentLeg> device) {
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
        return new QueueCallResync(stays, talks, callers, ends, snapshot, at).events();
    }

    /** The connection to the PBX was lost: from here on facts are missing. */
    public void lost() {
        callers.all().forEach(CallerState::doubt);
    }

    /** The PBX was started anew: all its calls end once, marked as recovered. */
    public List<CallEvent> restarted(Instant at) {
        return ends.allEnded(at);
    }

    /** An agent put the caller on hold, or took him back; the leg is his channel of the talk. */
    public List<CallEvent> held(String leg, boolean hold, Instant at) {
        return talks.held(leg, hold, at);
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
        return talks.transferred(leg, mode, to, receiver, at);
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
        return stays.ignored() + talks.ignored();
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

    /** How a talk ended: what AgentComplete says, empty where it says nothing. */
    public record Completion(
            String queue,
            AgentLeg agent,
            String uniqueid,
            Seconds holdtime,
            Seconds talktime,
            String reason) {}
}
