package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.NoAnswer;
import io.belfry.core.call.CallEvent.Reject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Ends that the queue did not tell: its event was lost, or is not for us to see. A channel that
 * hung up, or a snapshot, proves them. The queue's own word is waited for first, because it says
 * more and may just be late.
 */
final class UnseenEnds {
    /** Longer than all that belongs to one change of a PBX takes; a screen can wait so long. */
    static final Duration WAIT = Duration.ofSeconds(1);

    /** Causes of a phone that did not want the call: busy, rejected. */
    static final List<String> REFUSALS = List.of("17", "21");

    private final Callers callers;
    private final OpenReasons reasons;
    private final Function<String, Map<String, String>> variables;
    private final Deadlines questions = new Deadlines(WAIT);

    UnseenEnds(
            Callers callers, OpenReasons reasons, Function<String, Map<String, String>> variables) {
        this.callers = callers;
        this.reasons = reasons;
        this.variables = variables;
    }

    List<CallEvent> due(Instant now) {
        return questions.due(now);
    }

    /** The caller's channel is gone: nothing of his can go on. */
    void callerGone(CallerState caller, Instant at) {
        if (!caller.isOver()) {
            questions.add(at, () -> ended(caller, at));
        }
    }

    private List<CallEvent> ended(CallerState caller, Instant at) {
        List<CallEvent> told = new ArrayList<>();
        for (String leg : List.copyOf(caller.talks().keySet())) {
            told.addAll(talkEnded(caller, leg, "caller", at));
        }
        for (Visit visit : caller.openVisits()) {
            if (visit.isLeaving()) {
                // he was not waiting any more when a snapshot showed him
                visit.close();
                callers.touch(caller);
                continue;
            }
            String reason = caller.hangupRequested() ? "caller" : "other";
            told.addAll(
                    visit.isDoubtful()
                            ? stayLost(caller, visit, at)
                            : stayEnded(caller, visit, reason, at));
        }
        return told;
    }

    /**
     * An agent's channel is gone. That is no end for the queue where he passed the caller on, or a
     * manager took the caller away: then the queue says it later, and only one who does not hear
     * the queue has to take this for the end.
     *
     * @param cause of the hang-up, as ISDN counts
     */
    void legGone(CallerState caller, String leg, String cause, Instant at) {
        Talk talk = caller.talks().get(leg);
        if (talk != null) {
            talk.parted();
            boolean seenWhole = talk.isSeenWhole();
            questions.add(
                    at,
                    () ->
                            talk.isTold() && (seenWhole || caller.isBridged())
                                    ? List.of()
                                    : talkEnded(caller, leg, "agent", at));
            return;
        }
        caller.ringingAt(leg)
                .ifPresent(
                        visit -> {
                            visit.ringing(leg).ifPresent(Visit.Ring::hungUp);
                            boolean refused = REFUSALS.contains(cause);
                            questions.add(
                                    at, () -> ringEnded(caller, visit, leg, refused, false, at));
                        });
    }

    /** An agent passed the caller on, of whom the queue tells us nothing. */
    void passedOn(CallerState caller, String leg, Instant at) {
        questions.add(at, () -> talkEnded(caller, leg, "transfer", at));
    }

    /** The snapshot has this talk no more; when it ended and who ended it nobody saw. */
    void talkMissing(CallerState caller, String leg, Instant at) {
        questions.add(at, () -> talkLost(caller, leg, at));
    }

    void stayMissing(CallerState caller, Visit visit, Instant at) {
        questions.add(at, () -> stayLost(caller, visit, at));
    }

    void ringMissing(CallerState caller, Visit visit, String leg, Instant at) {
        visit.ringing(leg).ifPresent(Visit.Ring::missing);
        questions.add(at, () -> ringEnded(caller, visit, leg, false, true, at));
    }

    /** Somebody else has the caller now; who was missing before did not lose to him. */
    List<CallEvent> missed(CallerState caller, Visit visit, Instant at) {
        List<CallEvent> told = new ArrayList<>();
        for (String leg : visit.missingLegs()) {
            told.addAll(ringOver(caller, visit, leg, false, true, at));
        }
        return told;
    }

    /** The PBX was started anew: no word of an earlier call will come. */
    List<CallEvent> allEnded(Instant at) {
        List<CallEvent> told = new ArrayList<>();
        for (CallerState caller : callers.all()) {
            for (String leg : List.copyOf(caller.talks().keySet())) {
                told.addAll(talkLost(caller, leg, at));
            }
            for (Visit visit : caller.openVisits()) {
                told.addAll(stayLost(caller, visit, at));
            }
            if (!caller.isGone()) {
                callers.leave(caller, at);
            }
        }
        return told;
    }

    private List<CallEvent> talkEnded(CallerState caller, String leg, String by, Instant at) {
        Talk talk = caller.talks().get(leg);
        if (talk == null) {
            return List.of();
        }
        if (!talk.isSeenWhole()) {
            return talkLost(caller, leg, at);
        }
        String reason = talk.endedBy().isEmpty() ? by : talk.endedBy();
        return finished(caller, leg, Seconds.between(talk.since(), at), reason, at);
    }

    /** The same, when no word of its own can come any more. */
    List<CallEvent> talkLost(CallerState caller, String leg, Instant at) {
        Talk talk = caller.talks().get(leg);
        if (talk == null) {
            return List.of();
        }
        talk.gap();
        return finished(caller, leg, Seconds.UNKNOWN, "", at);
    }

    private List<CallEvent> finished(
            CallerState caller, String leg, Seconds talked, String reason, Instant at) {
        Talk talk = caller.finish(leg);
        callers.touch(caller);
        Call call = talk.callWith(variables.apply(caller.uniqueid()));
        return reasons.before(
                new Hangup(
                        EventIds.head(call, Kind.HANGUP, leg, at, !talk.isSeenWhole()),
                        call,
                        talk.agent(),
                        talk.holdtime(),
                        talk.ringtime(),
                        talked,
                        reason));
    }

    private List<CallEvent> stayEnded(CallerState caller, Visit visit, String reason, Instant at) {
        return abandoned(caller, visit, visit.waited(at), reason, at, false);
    }

    /** A stay of which no word of its own can come any more. */
    List<CallEvent> stayLost(CallerState caller, Visit visit, Instant at) {
        return abandoned(caller, visit, Seconds.UNKNOWN, "other", at, true);
    }

    private List<CallEvent> abandoned(
            CallerState caller,
            Visit visit,
            Seconds waited,
            String reason,
            Instant at,
            boolean recovered) {
        if (visit.isClosed()) {
            return List.of();
        }
        visit.closeUnanswered(at);
        callers.touch(caller);
        Call call = visit.first();
        return reasons.before(
                new Abandon(
                        EventIds.head(call, Kind.ABANDON, visit.which(), at, recovered),
                        call,
                        waited,
                        reason));
    }

    private List<CallEvent> ringEnded(
            CallerState caller,
            Visit visit,
            String leg,
            boolean refused,
            boolean recovered,
            Instant at) {
        boolean ends = visit.ringing(leg).isPresent() && !visit.isAnswering();
        return ends ? ringOver(caller, visit, leg, refused, recovered, at) : List.of();
    }

    private List<CallEvent> ringOver(
            CallerState caller,
            Visit visit,
            String leg,
            boolean refused,
            boolean recovered,
            Instant at) {
        Visit.Ring ring = visit.ringing(leg).orElseThrow();
        visit.ringEnded(leg);
        callers.touch(caller);
        Call call = visit.first();
        Seconds rang = recovered ? Seconds.UNKNOWN : ring.rang(at);
        Kind kind = refused ? Kind.REJECT : Kind.NOANSWER;
        CallEvent.Head head = EventIds.head(call, kind, leg, at, recovered);
        return reasons.before(
                refused
                        ? new Reject(head, call, ring.agent(), rang)
                        : new NoAnswer(head, call, ring.agent(), rang));
    }
}
