package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From manager events to call events on the bus, in order. Survives anything: an event that makes
 * the derivation fail is counted and passed over.
 */
final class CallFlow {
    private static final Logger log = LoggerFactory.getLogger(CallFlow.class);

    /** Each failure of a poisoned stream would be a log line otherwise. */
    private static final int LOGGED = 3;

    private final Vertx vertx;
    private final String pbx;
    private final Derivation derivation;
    private final MemberNews members;
    private final Consumer<CallEvent> also;
    private List<CallEvent> told = new ArrayList<>();
    private long poison;

    /**
     * @param also gets each call event after it was published
     */
    CallFlow(Vertx vertx, String pbx, Derivation derivation, Consumer<CallEvent> also) {
        this.vertx = vertx;
        this.pbx = pbx;
        this.derivation = derivation;
        this.members = new MemberNews(pbx);
        this.also = also;
    }

    void configure(AgentDirectory agents, Collection<String> variableNames) {
        derivation.configure(agents, variableNames);
    }

    /** Nothing more comes from this connection. */
    void lost() {
        derivation.lost();
    }

    /** A snapshot is about to come. */
    void restart() {
        derivation.connected();
        members.restart();
    }

    /** The lists that came ended early. */
    boolean isListTorn() {
        return derivation.isListTorn();
    }

    void event(AmiEvent event, Instant at) {
        try {
            members.of(event).ifPresent(seen -> Topic.MEMBERS.publish(vertx, pbx, seen));
            publish(derivation.translate(event, at));
        } catch (RuntimeException e) {
            poisoned(Printable.of(event.toString(), 80), e);
        }
    }

    void tick(Instant now) {
        try {
            publish(derivation.tick(now));
        } catch (RuntimeException e) {
            poisoned("tick", e);
        }
    }

    /** An event that no single manager event makes. */
    void tell(CallEvent event) {
        publish(List.of(event));
    }

    private void publish(List<CallEvent> events) {
        for (CallEvent event : events) {
            try {
                log.debug("{} {}", event.callId(), event.kind());
                Topic.CALLS.publish(vertx, pbx, event);
                told.add(event);
                also.accept(event);
            } catch (RuntimeException e) {
                // the others were derived at the same moment and are as true as before
                poisoned(event.id(), e);
            }
        }
    }

    /** What was told since this was last asked, in order. */
    List<CallEvent> takeTold() {
        if (told.isEmpty()) {
            return List.of();
        }
        List<CallEvent> taken = told;
        told = new ArrayList<>();
        return taken;
    }

    /** How much {@link #takeTold} would give. */
    int told() {
        return told.size();
    }

    private void poisoned(String what, RuntimeException e) {
        poison++;
        if (poison <= LOGGED) {
            log.warn("Passed over {}: it can not be derived or told", what, e);
        }
    }

    int liveCalls() {
        return derivation.liveCalls();
    }

    /** Events that made no sense. */
    long ignored() {
        return derivation.ignored() + poison;
    }
}
