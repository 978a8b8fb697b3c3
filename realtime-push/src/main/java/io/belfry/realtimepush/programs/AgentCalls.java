package io.belfry.realtimepush.programs;

import io.belfry.core.agent.Agent;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in which call at the moment, so that a program's command finds the call that it is about.
 * A call that has ended is remembered for a while: programs file it afterwards. Bounded.
 */
final class AgentCalls {
    static final int MOST = 50_000;

    private static final Duration AFTER_END = Duration.ofMinutes(10);

    /** Longer than any call; one whose end was never told must not stay for ever. */
    private static final Duration SILENCE = Duration.ofHours(6);

    private final Map<CallId, Live> calls = new LinkedHashMap<>();
    private final int most;

    AgentCalls(int most) {
        this.most = most;
    }

    private static final class Live {
        private final Set<String> queues = new LinkedHashSet<>();
        private final Set<String> peers = new LinkedHashSet<>();
        private String caller = "";
        private Instant seen = Instant.EPOCH;
        private boolean ended;
    }

    /** Of one call, as far as commands need it. */
    record Found(String call, String caller) {}

    void happened(CallEvent event, Instant now) {
        if (!event.callId().isCall() || isMembership(event.kind())) {
            return;
        }
        Live call = calls.computeIfAbsent(event.callId(), first -> new Live());
        call.seen = now;
        call.caller = event.call().caller().number();
        if (!event.call().queue().isEmpty()) {
            call.queues.add(event.call().queue());
        }
        if (event instanceof CallEvent.WithAgent about) {
            moved(call, about.agent(), event.kind());
        }
        call.ended = isEnd(event.kind()) && call.peers.isEmpty();
        shrink();
    }

    private static boolean isMembership(Kind kind) {
        return switch (kind) {
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> true;
            default -> false;
        };
    }

    private static boolean isEnd(Kind kind) {
        return switch (kind) {
            case HANGUP, ABANDON, LEAVE, OUTBOUNDHANGUP -> true;
            default -> false;
        };
    }

    private static void moved(Live call, AgentLeg agent, Kind kind) {
        boolean left =
                switch (kind) {
                    case HANGUP, OUTBOUNDHANGUP, NOANSWER, REJECT, TAKEN, TRANSFER -> true;
                    default -> false;
                };
        for (String peer : List.of(agent.peer(), agent.device())) {
            if (left) {
                call.peers.remove(peer);
            } else if (!peer.isEmpty()) {
                call.peers.add(peer);
            }
        }
    }

    /** The call that an agent is in; empty when he is in none or in several. */
    Optional<Found> only(Agent agent) {
        List<Found> all =
                calls.entrySet().stream()
                        .filter(each -> !each.getValue().ended && has(each.getValue(), agent))
                        .limit(2)
                        .map(each -> found(each.getKey(), each.getValue()))
                        .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * The call that an object names by its uniqueid.
     *
     * @param pbx empty when the object does not say; then it must be the only one
     */
    Optional<Found> named(String pbx, String uniqueid) {
        if (uniqueid.isBlank()) {
            return Optional.empty();
        }
        List<Found> all =
                calls.entrySet().stream()
                        .filter(each -> each.getKey().uniqueid().equals(uniqueid))
                        .filter(each -> pbx.isEmpty() || each.getKey().pbx().equals(pbx))
                        .limit(2)
                        .map(each -> found(each.getKey(), each.getValue()))
                        .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Whether he is in a call of one of these queues. */
    boolean isInCallOf(Agent agent, Collection<String> queues) {
        return calls.values().stream()
                .filter(call -> !call.ended && has(call, agent))
                .anyMatch(call -> call.queues.stream().anyMatch(queues::contains));
    }

    private static Found found(CallId id, Live call) {
        return new Found(id.toString(), call.caller);
    }

    private static boolean has(Live call, Agent agent) {
        return agent.peers().stream().anyMatch(call.peers::contains);
    }

    private void shrink() {
        Iterator<Live> oldest = calls.values().iterator();
        while (calls.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }

    void forget(Instant now) {
        calls.values()
                .removeIf(call -> call.seen.plus(call.ended ? AFTER_END : SILENCE).isBefore(now));
    }

    int size() {
        return calls.size();
    }
}
