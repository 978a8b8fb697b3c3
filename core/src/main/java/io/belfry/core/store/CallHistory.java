package io.belfry.core.store;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.belfry.core.store.CallRecord.State;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an event adds to the record of its call. The same event twice changes nothing more, so a
 * batch can be written again after a failure.
 */
final class CallHistory {
    /** A caller that goes round in circles must not grow for ever. */
    private static final int MOST_QUEUES = 50;

    private static final int MOST_AGENTS = 200;

    private CallHistory() {}

    /** Agents joining and pausing, and gaps, are about no call. */
    static boolean isAboutCall(CallEvent event) {
        return switch (event.kind()) {
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> false;
            case RINGING,
                    UP,
                    HANGUP,
                    ABANDON,
                    OUTBOUND,
                    NOANSWER,
                    REJECT,
                    TAKEN,
                    QUEUED,
                    LEAVE,
                    HOLD,
                    UNHOLD,
                    TRANSFER,
                    TRANSFERRED,
                    OUTBOUNDUP,
                    OUTBOUNDHANGUP ->
                    true;
        };
    }

    /** A call of which this is the first event. */
    static CallRecord begin(CallEvent event) {
        Call call = event.call();
        boolean outbound = direction(event.kind()).equals("outbound");
        return after(
                new CallRecord(
                        call.id(),
                        call.linkedid(),
                        direction(event.kind()),
                        List.of(),
                        Caller.UNKNOWN,
                        call.extension(),
                        "",
                        millis(event.at()),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        outbound ? State.DIALLING : State.WAITING,
                        "",
                        Seconds.UNKNOWN,
                        Seconds.UNKNOWN,
                        Seconds.UNKNOWN,
                        "",
                        List.of(),
                        Map.of(),
                        new JsonObject()),
                event);
    }

    static CallRecord after(CallRecord before, CallEvent event) {
        Call call = event.call();
        boolean late = isOfFormerQueue(before.queues(), event);
        List<CallAgent> agents = agents(before.agents(), event, late);
        State state = state(before.state(), agents, event.kind(), late);
        boolean answers = event.kind() == Kind.UP || event.kind() == Kind.OUTBOUNDUP;
        boolean first = before.answered().equals(Instant.EPOCH);
        return new CallRecord(
                before.id(),
                before.linkedid(),
                before.direction(),
                late ? before.queues() : queues(before.queues(), call.queue()),
                caller(before.caller(), call.caller()),
                known(call.extension(), before.extension()),
                known(callednum(event), before.callednum()),
                before.started(),
                answers && first ? millis(event.at()) : before.answered(),
                ended(before, state, event.at()),
                state,
                outcome(before, event),
                known(holdtime(event), before.holdtime()),
                known(ringtime(event), before.ringtime()),
                known(talktime(event), before.talktime()),
                known(reason(event), before.reason()),
                agents,
                variables(before.variables(), call.variables()),
                CallEventJson.of(event));
    }

    /**
     * He was passed on to another queue, and only now it is known that a talk in a former one is
     * over: what he does in the newer one goes on.
     */
    private static boolean isOfFormerQueue(List<String> queues, CallEvent event) {
        return event.kind() == Kind.HANGUP
                && queues.contains(event.call().queue())
                && !queues.get(queues.size() - 1).equals(event.call().queue());
    }

    private static List<String> queues(List<String> before, String queue) {
        boolean same = !before.isEmpty() && before.get(before.size() - 1).equals(queue);
        if (queue.isEmpty() || same) {
            return before;
        }
        List<String> after = new ArrayList<>(before);
        after.remove(queue);
        after.add(queue);
        return after.subList(Math.max(0, after.size() - MOST_QUEUES), after.size());
    }

    private static List<CallAgent> agents(
            List<CallAgent> before, CallEvent event, boolean ofFormerQueue) {
        boolean over = endsCall(event.kind());
        boolean answered = isAnswered(event) && !ofFormerQueue;
        List<CallAgent> after = new ArrayList<>();
        for (CallAgent each : before) {
            if (!each.peer().equals(event.agent().peer())) {
                after.add(over || answered && each.isRinging() ? each.ended() : each);
            }
        }
        AgentLeg leg = event.agent();
        if (!leg.peer().isEmpty()) {
            after.add(
                    new CallAgent(
                            leg.name(),
                            leg.number(),
                            leg.peer(),
                            leg.device(),
                            word(event.kind())));
        }
        return after.subList(Math.max(0, after.size() - MOST_AGENTS), after.size());
    }

    /**
     * The caller talks or talked: who rang for him rings no more, also when nobody heard that end.
     * The end of a talk that was transferred may come while the next agent rings already.
     */
    private static boolean isAnswered(CallEvent event) {
        return event.kind() == Kind.UP
                || event instanceof CallEvent.Hangup end && !end.reason().equals("transfer");
    }

    private static boolean endsCall(Kind kind) {
        return kind == Kind.ABANDON || kind == Kind.LEAVE || kind == Kind.OUTBOUNDHANGUP;
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case RINGING -> "ringing";
            case UP, UNHOLD, OUTBOUNDUP -> "talking";
            case OUTBOUND -> "dialling";
            case HANGUP, OUTBOUNDHANGUP -> "ended";
            case NOANSWER, REJECT, TAKEN, HOLD, TRANSFER, TRANSFERRED -> kind.word();
            case ABANDON, QUEUED, LEAVE, PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> "";
        };
    }

    private static State state(
            State before, List<CallAgent> agents, Kind kind, boolean ofFormerQueue) {
        if (endsCall(kind) || before == State.ENDED && !beginsAgain(kind)) {
            return State.ENDED;
        }
        if (agents.stream().anyMatch(CallAgent::isTalking)) {
            return State.TALKING;
        }
        if (agents.stream().anyMatch(CallAgent::isRinging)) {
            return State.RINGING;
        }
        return switch (kind) {
            case OUTBOUND -> State.DIALLING;
            case HANGUP, TRANSFER, TRANSFERRED -> ofFormerQueue ? State.WAITING : State.ENDED;
            default -> State.WAITING;
        };
    }

    /**
     * After a transfer the caller may come to another queue; a late word of an agent is no call.
     */
    private static boolean beginsAgain(Kind kind) {
        return switch (kind) {
            case QUEUED, RINGING, UP, OUTBOUND, OUTBOUNDUP -> true;
            default -> false;
        };
    }

    private static Instant ended(CallRecord before, State state, Instant at) {
        if (state != State.ENDED) {
            return Instant.EPOCH;
        }
        return before.state() == State.ENDED ? before.ended() : millis(at);
    }

    private static String outcome(CallRecord before, CallEvent event) {
        return switch (event.kind()) {
            case UP, OUTBOUNDUP -> "answered";
            // nobody saw whether he was answered first
            case ABANDON ->
                    event.head().recovered() ? known(before.outcome(), "unknown") : "abandoned";
            case LEAVE -> "left";
            case OUTBOUNDHANGUP ->
                    before.outcome().equals("answered") ? "answered" : unanswered(event);
            default -> before.outcome();
        };
    }

    /** How an outbound call ended says whether somebody had answered, should that event be lost. */
    private static String unanswered(CallEvent event) {
        String reason = reason(event);
        if (reason.isEmpty()) {
            return "unknown";
        }
        return reason.equals("agent") || reason.equals("callee") ? "answered" : reason;
    }

    private static String reason(CallEvent event) {
        if (event instanceof CallEvent.Hangup end) {
            return end.reason();
        }
        if (event instanceof CallEvent.OutboundHangup end) {
            return end.reason();
        }
        if (event instanceof CallEvent.Abandon gone) {
            return gone.reason();
        }
        return event instanceof CallEvent.Leave left ? left.reason() : "";
    }

    private static String callednum(CallEvent event) {
        if (event instanceof CallEvent.Outbound out) {
            return out.callednum();
        }
        if (event instanceof CallEvent.OutboundUp up) {
            return up.callednum();
        }
        return event instanceof CallEvent.OutboundHangup end ? end.callednum() : "";
    }

    private static Seconds holdtime(CallEvent event) {
        if (event instanceof CallEvent.Up up) {
            return up.holdtime();
        }
        if (event instanceof CallEvent.Hangup end) {
            return end.holdtime();
        }
        return event instanceof CallEvent.Abandon gone ? gone.holdtime() : Seconds.UNKNOWN;
    }

    private static Seconds ringtime(CallEvent event) {
        if (event instanceof CallEvent.Up up) {
            return up.ringtime();
        }
        return event instanceof CallEvent.Hangup end ? end.ringtime() : Seconds.UNKNOWN;
    }

    private static Seconds talktime(CallEvent event) {
        if (event instanceof CallEvent.Hangup end) {
            return end.talktime();
        }
        return event instanceof CallEvent.OutboundHangup end ? end.talktime() : Seconds.UNKNOWN;
    }

    private static String direction(Kind kind) {
        return switch (kind) {
            case OUTBOUND, OUTBOUNDUP, OUTBOUNDHANGUP -> "outbound";
            default -> "inbound";
        };
    }

    private static Map<String, String> variables(
            Map<String, String> before, Map<String, String> now) {
        Map<String, String> after = new HashMap<>(before);
        now.forEach((name, value) -> after.merge(name, value, (old, fresh) -> known(fresh, old)));
        return after;
    }

    private static Caller caller(Caller before, Caller now) {
        return new Caller(known(now.number(), before.number()), known(now.name(), before.name()));
    }

    private static String known(String now, String before) {
        return now.isEmpty() ? before : now;
    }

    private static Seconds known(Seconds now, Seconds before) {
        return now.isKnown() ? now : before;
    }

    /** As precise as public events are. */
    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
