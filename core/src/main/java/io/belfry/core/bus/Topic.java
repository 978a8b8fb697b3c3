package io.belfry.core.bus;

import io.belfry.core.agent.Delivery;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.Future;
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

    /**
     * Call events that the last owner of a PBX told, for who acts upon them: what was done already
     * has the same id and is not done twice.
     */
    public static final Topic<CallEvent> RETOLD = new Topic<>("belfry.retold");

    /** The same with their numbers, for programs outside; only on a server of its own. */
    public static final Topic<LoggedEvent> LOGGED = new Topic<>("belfry.logged");

    /** In a cluster: somebody wrote events down, and whoever tells them on reads them there. */
    public static final Topic<LoggedUpTo> LOGGED_UP_TO = new Topic<>("belfry.logged-up-to");

    /** A new version of the settings was saved. */
    public static final Topic<ConfigAnnounced> CONFIG = Topic.prompt("belfry.config");

    /** Somebody is a member of a queue; said at each snapshot and change. */
    public static final Topic<QueueMemberSeen> MEMBERS = new Topic<>("belfry.members");

    /** A row of the Realtime table was added or changed. */
    public static final Topic<RealtimeRow> ROWS = new Topic<>("belfry.rows");

    /** A step in the story of a call; each node tells it to itself. */
    public static final Topic<TraceLine> TRACE = new Topic<>("belfry.trace");

    /** The same for those nodes where it is followed. */
    public static final Topic<TraceLine> STORY = new Topic<>("belfry.story");

    /** Somebody follows the story of a call. */
    public static final Topic<StoryWanted> STORY_WANTED = new Topic<>("belfry.story-wanted");

    /** What became of a pop or a notice; said again when it changes. */
    public static final Topic<Delivery> DELIVERIES = new Topic<>("belfry.deliveries");

    /** A connection to a PBX changed, or once a second its figures did. */
    public static final Topic<PbxState> PBX_STATES = new Topic<>("belfry.pbx-states");

    /** Somebody logged out, was disabled or lost a role: close his sockets. */
    public static final Topic<SessionEnded> SESSIONS_ENDED = Topic.prompt("belfry.sessions-ended");

    /** How a node is; once a second. */
    public static final Topic<NodeFigures> NODE_FIGURES = new Topic<>("belfry.node-figures");

    /** The script of an integration is better or worse than before. */
    public static final Topic<ScriptState> SCRIPT_STATES = new Topic<>("belfry.script-states");

    /** A token of a program is no more: close its streams and sockets. */
    public static final Topic<TokenRevoked> TOKENS_REVOKED = Topic.prompt("belfry.tokens-revoked");

    /** Agents came to a node or left it. */
    public static final Topic<SeatNews> SEATS = Topic.prompt("belfry.seats");

    /** A node is no member any more; each node says it to itself. */
    public static final Topic<NodeGone> NODE_GONE = new Topic<>("belfry.node-gone");

    private static final Subscription NOBODY =
            new Subscription() {
                @Override
                public Future<Void> completion() {
                    return Future.succeededFuture();
                }

                @Override
                public Future<Void> unregister() {
                    return Future.succeededFuture();
                }
            };

    private final String address;
    private final boolean prompt;

    private Topic(String address) {
        this(address, false);
    }

    private Topic(String address, boolean prompt) {
        this.address = address;
        this.prompt = prompt;
    }

    /** For what other nodes act upon, and what must not be overtaken by what follows from it. */
    private static <T> Topic<T> prompt(String address) {
        return new Topic<>(address, true);
    }

    /** To all nodes. */
    public void publish(Vertx vertx, T fact) {
        publish(vertx, "", 0, fact, prompt);
    }

    /** To all nodes; to the others at once, with all that waits for its moment. */
    public void publishAtOnce(Vertx vertx, T fact) {
        publish(vertx, "", 0, fact, true);
    }

    /**
     * To all nodes, in the name of the owner of a PBX; not said when this node is not the owner.
     */
    public void publish(Vertx vertx, String pbx, T fact) {
        Ownership.of(vertx)
                .epochToSpeak(pbx)
                .ifPresent(epoch -> publish(vertx, pbx, epoch, fact, prompt));
    }

    private void publish(Vertx vertx, String pbx, long epoch, T fact, boolean atOnce) {
        publishHere(vertx, fact);
        if (vertx.isClustered()) {
            FarTopics.of(vertx)
                    .tell(new Bundle.Fact(address, pbx, epoch, WireFormat.encode(fact)), atOnce);
        }
    }

    /** To the listeners of this node only. */
    public void publishHere(Vertx vertx, T fact) {
        tellHere(vertx, address, fact);
    }

    static void tellHere(Vertx vertx, String address, Object fact) {
        vertx.eventBus()
                .publish(
                        address,
                        fact,
                        new DeliveryOptions().setCodecName(RecordCodec.NAME).setLocalOnly(true));
    }

    /**
     * What all nodes tell. The listener is called on the context of the caller. What it throws is
     * logged there and stops nothing. What a former owner of a PBX says does not reach it.
     */
    public Subscription subscribe(Vertx vertx, Consumer<T> listener) {
        Subscription here = subscribeHere(vertx, listener);
        return vertx.isClustered() ? both(here, subscribeElsewhere(vertx, listener)) : here;
    }

    /** Only what this node tells: for what must be done once in the whole cluster. */
    public Subscription subscribeHere(Vertx vertx, Consumer<T> listener) {
        return listen(vertx, address, listener, Future.succeededFuture());
    }

    /** Only what the other nodes tell; nothing without a cluster. */
    public Subscription subscribeElsewhere(Vertx vertx, Consumer<T> listener) {
        return vertx.isClustered()
                ? listen(vertx, FarTopics.elsewhere(address), listener, FarTopics.of(vertx).hears())
                : NOBODY;
    }

    /** Ends by itself when the verticle does that listens. */
    private static <T> Subscription listen(
            Vertx vertx, String address, Consumer<T> listener, Future<Void> ready) {
        MessageConsumer<T> consumer =
                vertx.eventBus().localConsumer(address, message -> listener.accept(message.body()));
        return new Subscription() {
            @Override
            public Future<Void> completion() {
                return consumer.completion().compose(registered -> ready);
            }

            @Override
            public Future<Void> unregister() {
                return consumer.unregister();
            }
        };
    }

    private static Subscription both(Subscription one, Subscription other) {
        return new Subscription() {
            @Override
            public Future<Void> completion() {
                return Future.all(one.completion(), other.completion()).mapEmpty();
            }

            @Override
            public Future<Void> unregister() {
                return Future.join(one.unregister(), other.unregister()).mapEmpty();
            }
        };
    }
}
