package io.belfry.agentgateway;

import io.belfry.agentgateway.Card.End;
import io.belfry.agentgateway.Card.State;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of one agent, today's ended ones included. Plain rules on call events. */
final class CallCards {
    private final int limit;
    private final Map<CallId, Card> cards = new LinkedHashMap<>();

    /**
     * @param limit cards to keep; ended ones go first
     */
    CallCards(int limit) {
        this.limit = limit;
    }

    /**
     * @param waitingSince when the caller joined the queue; {@link Instant#EPOCH} when not known
     * @return the card that changed; none when the event changes nothing for this agent
     */
    Optional<Card> on(CallEvent event, Instant waitingSince) {
        Optional<Card> known = Optional.ofNullable(cards.get(event.callId()));
        Optional<Card> changed = next(event, known, waitingSince);
        changed.ifPresent(this::keep);
        return changed;
    }

    /** Whether the agent's part of the call is over with this event. */
    static boolean ends(CallEvent event) {
        return switch (event.kind()) {
            case HANGUP, ABANDON, NOANSWER, REJECT, TAKEN, TRANSFER, OUTBOUNDHANGUP, LEAVE -> true;
            case RINGING,
                    UP,
                    OUTBOUND,
                    OUTBOUNDUP,
                    QUEUED,
                    HOLD,
                    UNHOLD,
                    TRANSFERRED,
                    PAUSE,
                    UNPAUSE,
                    LOGIN,
                    LOGOUT,
                    GAP ->
                    false;
        };
    }

    /** Oldest first. */
    List<Card> all() {
        return List.copyOf(cards.values());
    }

    boolean rings(CallId call) {
        Card card = cards.get(call);
        return card != null && card.state() == State.RINGING;
    }

    /** Whether the agent's part of the call was over after that moment. */
    boolean endedAfter(Instant moment, String call) {
        return cards.values().stream()
                .filter(card -> card.id().equals(call))
                .anyMatch(card -> !card.isLive() && card.since().isAfter(moment));
    }

    boolean isEmpty() {
        return cards.isEmpty();
    }

    /** Forgets what ended, or was last heard of, before that moment. */
    void forgetBefore(Instant moment) {
        cards.values().removeIf(card -> card.since().isBefore(moment));
    }

    private void keep(Card card) {
        cards.remove(card.call().id());
        cards.put(card.call().id(), card);
        while (cards.size() > limit) {
            CallId oldest =
                    cards.values().stream()
                            .filter(each -> !each.isLive())
                            .findFirst()
                            .orElse(cards.values().iterator().next())
                            .call()
                            .id();
            cards.remove(oldest);
        }
    }

    private static Optional<Card> next(CallEvent event, Optional<Card> known, Instant waiting) {
        Instant at = event.at();
        Call call = event.call();
        if (event instanceof CallEvent.Ringing) {
            return Optional.of(known.orElseGet(() -> fresh(event)).rings(call, waiting, at));
        }
        if (event instanceof CallEvent.Outbound) {
            return Optional.of(fresh(event));
        }
        if (event instanceof CallEvent.Up up) {
            return Optional.of(known.orElseGet(() -> fresh(event)).talks(call, up.holdtime(), at));
        }
        if (event instanceof CallEvent.OutboundUp) {
            return Optional.of(
                    known.orElseGet(() -> fresh(event)).talks(call, Seconds.UNKNOWN, at));
        }
        if (event instanceof CallEvent.Hold || event instanceof CallEvent.Unhold) {
            return known.filter(Card::isLive)
                    .map(card -> card.held(event instanceof CallEvent.Hold));
        }
        return ended(event, known, at);
    }

    private static Optional<Card> ended(CallEvent event, Optional<Card> known, Instant at) {
        if (event instanceof CallEvent.Hangup end) {
            // a transfer has ended it before; the queue's own end only brings the figures
            Card card = known.orElseGet(() -> fresh(event));
            boolean passedOn = card.end() == End.TRANSFERRED;
            return Optional.of(
                    card.ended(
                            passedOn || end.reason().equals("transfer")
                                    ? End.TRANSFERRED
                                    : End.DONE,
                            card.by(),
                            end.talktime(),
                            at));
        }
        if (event instanceof CallEvent.OutboundHangup end) {
            boolean answered = end.reason().equals("agent") || end.reason().equals("callee");
            return Optional.of(
                    known.orElseGet(() -> fresh(event))
                            .ended(answered ? End.DONE : End.FAILED, "", end.talktime(), at));
        }
        Optional<Card> live = known.filter(Card::isLive);
        if (event instanceof CallEvent.Transfer transfer) {
            String to = transfer.toagent().isEmpty() ? transfer.to() : transfer.toagent();
            return live.map(card -> card.ended(End.TRANSFERRED, to, Seconds.UNKNOWN, at));
        }
        Optional<Card> ringing = live.filter(card -> card.state() == State.RINGING);
        if (event instanceof CallEvent.Taken taken) {
            return ringing.map(card -> card.ended(End.TAKEN, taken.by(), Seconds.UNKNOWN, at));
        }
        return switch (event.kind()) {
            case NOANSWER -> ringing.map(card -> card.ended(End.NOANSWER, "", Seconds.UNKNOWN, at));
            case REJECT -> ringing.map(card -> card.ended(End.REJECTED, "", Seconds.UNKNOWN, at));
            case ABANDON, LEAVE ->
                    ringing.map(card -> card.ended(End.ABANDONED, "", Seconds.UNKNOWN, at));
            default -> Optional.empty();
        };
    }

    private static Card fresh(CallEvent event) {
        String dialled = dialled(event);
        Call call = event.call();
        return new Card(
                call,
                State.RINGING,
                !dialled.isEmpty(),
                dialled.isEmpty() ? call.caller().number() : dialled,
                dialled.isEmpty() ? call.caller().name() : "",
                Instant.EPOCH,
                event.at(),
                Seconds.UNKNOWN,
                Seconds.UNKNOWN,
                false,
                End.NONE,
                "");
    }

    private static String dialled(CallEvent event) {
        if (event instanceof CallEvent.Outbound out) {
            return out.callednum();
        }
        if (event instanceof CallEvent.OutboundUp up) {
            return up.callednum();
        }
        return event instanceof CallEvent.OutboundHangup end ? end.callednum() : "";
    }
}
