package io.belfry.agentgateway;

import io.belfry.core.agent.Agent;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Tells each desk what happens to the calls of its agent, for the cards that he sees of them. */
final class CallsAtDesks {
    private static final int MAX_WAITING_CALLS = 20_000;

    private final Desks desks;
    private final BiConsumer<Agent, String> worksAt;
    private final Map<CallId, Instant> queuedSince = new LinkedHashMap<>();

    /**
     * @param worksAt told the PBX at which an agent is seen to have a call
     */
    CallsAtDesks(Desks desks, BiConsumer<Agent, String> worksAt) {
        this.desks = desks;
        this.worksAt = worksAt;
    }

    void on(CallEvent event) {
        CallId call = event.callId();
        switch (event.kind()) {
            case QUEUED -> queued(call, event.at());
            case ABANDON, LEAVE -> {
                desks.all().stream()
                        .filter(desk -> desk.rings(call))
                        .forEach(desk -> desk.on(event, Instant.EPOCH));
                queuedSince.remove(call);
            }
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> {
                // no call that a card could show
            }
            default -> {
                toWhoHasIt(event);
                toWhoWasCalled(event);
                if (event.kind() == CallEvent.Kind.HANGUP) {
                    queuedSince.remove(call);
                }
            }
        }
    }

    private void queued(CallId call, Instant at) {
        queuedSince.put(call, at);
        if (queuedSince.size() > MAX_WAITING_CALLS) {
            queuedSince.remove(queuedSince.keySet().iterator().next());
        }
    }

    private void toWhoHasIt(CallEvent event) {
        CallId call = event.callId();
        Instant since = queuedSince.getOrDefault(call, Instant.EPOCH);
        agentOf(event)
                .ifPresent(
                        agent -> {
                            worksAt.accept(agent, call.pbx());
                            desks.of(agent).on(event, since);
                        });
    }

    /** A colleague took the call at another telephone: here it rings no more. */
    private void toWhoWasCalled(CallEvent event) {
        AgentLeg leg = event.agent();
        desks.directory()
                .ofDevice(leg.peer())
                .filter(called -> agentOf(event).filter(called::equals).isEmpty())
                .flatMap(desks::known)
                .filter(desk -> desk.rings(event.callId()))
                .ifPresent(desk -> ringsNoMore(desk, event, leg));
    }

    private static void ringsNoMore(Desk desk, CallEvent event, AgentLeg leg) {
        switch (event.kind()) {
            case UP ->
                    desk.on(
                            new CallEvent.Taken(event.head(), event.call(), leg, leg.device()),
                            Instant.EPOCH);
            case NOANSWER, REJECT, TAKEN -> desk.on(event, Instant.EPOCH);
            default -> {
                // it says nothing of a telephone that rings
            }
        }
    }

    private Optional<Agent> agentOf(CallEvent event) {
        return desks.directory()
                .ofDevice(event.agent().device())
                .or(() -> desks.directory().ofDevice(event.agent().peer()))
                .or(() -> desks.directory().find(event.agent().peer()));
    }
}
