package io.belfry.core.bus;

import io.belfry.core.agent.Delivery;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * It has happened; whoever cares may listen. One of the two words of the bus, the other is {@link
 * Ask}. Addresses appear nowhere else.
 */
public final class Topic<T> {
    /** Call events, in order per call. */
    public static final Topic<CallEvent> CALLS = new Topic<>("belfry.calls");

    /** The same with their numbers, for programs outside. */
    public static final Topic<LoggedEvent> LOGGED = new Topic<>("belfry.logged");

    /** A new version of the settings was saved. */
    public static final Topic<ConfigAnnounced> CONFIG = new Topic<>("belfry.config");

    /** Somebody is a member of a queue; said at each snapshot and change. */
    public static final Topic<QueueMemberSeen> MEMBERS = new Topic<>("belfry.members");

    /** A row of the Realtime table was added or changed. */
    public static final Topic<RealtimeRow> ROWS = new Topic<>("belfry.rows");

    /** A step in the story of a call. */
    public static final Topic<TraceLine> TRACE = new Topic<>("belfry.trace");

    /** What became of a pop or a notice; said again when it changes. */
    public static final Topic<Delivery> DELIVERIES = new Topic<>("belfry.deliveries");

    /** A connection to a PBX changed, or once a second its figures did. */
    public static final Topic<PbxState> PBX_STATES = new Topic<>("belfry.pbx-states");

    /** Somebody logged out, was disabled or lost a role: close his sockets. */
    public static final Topic<SessionEnded> SESSIONS_ENDED = new Topic<>("belfry.sessions-ended");

    /** The script of an integration is better or worse than before. */
    public static final Topic<ScriptState> SCRIPT_STATES = new Topic<>("belfry.script-states");

    private final String address;

    private Topic(String address) {
        this.address = address;
    }

    public void publish(Vertx vertx, T fact) {
        vertx.eventBus()
                .publish(address, fact, new DeliveryOptions().setCodecName(RecordCodec.NAME));
    }

    /**
     * The listener is called on the context of the caller. What it throws is logged there and stops
     * nothing.
     */
    public MessageConsumer<T> subscribe(Vertx vertx, Consumer<T> listener) {
        return vertx.eventBus().consumer(address, message -> listener.accept(message.body()));
    }
}
