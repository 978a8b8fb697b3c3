package io.belfry.core.bus;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Exactly one module answers, soon. Every question has a time limit: no answer is an answer too.
 */
public final class Ask<Q, A> {
    private static final int FAILED = 500;

    /** The settings as they are. */
    public static final Ask<ConfigQuery, Configuration> CONFIG =
            new Ask<>("belfry.config.get", Duration.ofSeconds(5));

    /** The settings as REST and the pages show them. */
    public static final Ask<DocumentsQuery, Documents> DOCUMENTS =
            new Ask<>("belfry.config.documents", Duration.ofSeconds(5));

    /** Change the settings. */
    public static final Ask<ConfigChange, ConfigAnswer> CHANGE =
            new Ask<>("belfry.config.change", Duration.ofSeconds(10));

    /** Of the node where something was deleted: is it still there, or bring it back. */
    public static final Ask<UndoWord, UndoAnswer> UNDO =
            new Ask<>("belfry.config.undo", Duration.ofSeconds(10));

    /**
     * Open a page at an agent; answered when the browser has said what happened, or has been silent
     * too long.
     */
    public static final Ask<ScreenPop, Delivery> SHOW =
            new Ask<>("belfry.agents.show", Duration.ofSeconds(5));

    /** Show a notification to an agent. */
    public static final Ask<Notice, Delivery> NOTIFY =
            new Ask<>("belfry.agents.notify", Duration.ofSeconds(5));

    /** Which agents have their page open. */
    public static final Ask<PresenceQuery, Presence> PRESENCE =
            new Ask<>("belfry.agents.presence", Duration.ofSeconds(2));

    /** Which agents have a page at that node. */
    public static final Ask<SeatsQuery, SeatNews> SEATS =
            new Ask<>("belfry.agents.seats", Duration.ofSeconds(2));

    /** Take over what a node knew of an agent's day. */
    public static final Ask<HandOver, HandedOver> HAND_OVER =
            new Ask<>("belfry.agents.hand-over", Duration.ofSeconds(3));

    /**
     * A client of a program came to another node than its session. A poll waits as long as the
     * session has nothing to say, which is never longer than its heartbeats.
     */
    public static final Ask<SessionWord, SessionAnswer> SESSION =
            new Ask<>("belfry.programs.session", Duration.ofSeconds(60));

    /** Write a row of the Realtime table. */
    public static final Ask<RowRequest, RealtimeRow> PUSH_ROW =
            new Ask<>("belfry.rows.push", Duration.ofSeconds(5));

    /** Try a connection to a PBX. */
    public static final Ask<PbxTest, PbxTestResult> TEST_PBX =
            new Ask<>("belfry.pbx.test", Duration.ofSeconds(15));

    /** How the cluster is; nobody answers on a server of its own. */
    public static final Ask<ClusterQuery, ClusterReport> CLUSTER =
            new Ask<>("belfry.cluster.report", Duration.ofSeconds(2));

    /** Where a PBX shall be. */
    public static final Ask<MovePbx, MovedPbx> MOVE_PBX =
            new Ask<>("belfry.cluster.move", Duration.ofSeconds(5));

    /** What a PBX said of one call. */
    public static final Ask<RecordingQuery, Recording> RECORDING =
            new Ask<>("belfry.pbx.recording", Duration.ofSeconds(30));

    /** State of all PBXs. */
    public static final Ask<PbxStatesQuery, PbxStates> PBX_STATES =
            new Ask<>("belfry.pbx.states", Duration.ofSeconds(2));

    /** What would this script do; or is there an error in it? */
    public static final Ask<ScriptTrial, ScriptReport> TRY_SCRIPT =
            new Ask<>("belfry.scripts.try", Duration.ofSeconds(12));

    /** How all scripts are. */
    public static final Ask<ScriptStatesQuery, ScriptStates> SCRIPT_STATES =
            new Ask<>("belfry.scripts.states", Duration.ofSeconds(2));

    /** Let a paused script run again. */
    public static final Ask<ResumeScript, ScriptState> RESUME_SCRIPT =
            new Ask<>("belfry.scripts.resume", Duration.ofSeconds(5));

    private final String address;
    private final DeliveryOptions here;
    private final DeliveryOptions anywhere;

    private Ask(String address, Duration limit) {
        this.address = address;
        this.anywhere =
                new DeliveryOptions()
                        .setCodecName(RecordCodec.NAME)
                        .setSendTimeout(limit.toMillis());
        this.here = new DeliveryOptions(anywhere).setLocalOnly(true);
    }

    /**
     * The answer, or a failure after the limit or when nobody is there to answer. Asks this node;
     * another one only when nobody here can answer.
     */
    public Future<A> put(Vertx vertx, Q question) {
        Future<A> near = request(vertx, address, question, here);
        return vertx.isClustered()
                ? near.recover(
                        e ->
                                isNobody(e)
                                        ? request(vertx, address, question, anywhere)
                                        : Future.failedFuture(e))
                : near;
    }

    /**
     * In the name of the owner of a PBX: fails at once when this node is not the owner, and the one
     * who is asked believes no former owner.
     */
    public Future<A> put(Vertx vertx, String pbx, Q question) {
        DeliveryOptions stamped = new DeliveryOptions(here);
        return Ownership.of(vertx).stamp(pbx, stamped)
                ? request(vertx, address, question, stamped)
                : Future.failedFuture("PBX " + pbx + " is another node's by now");
    }

    /** Asks one node. */
    public Future<A> putTo(Vertx vertx, String node, Q question) {
        return request(vertx, at(node), question, anywhere);
    }

    /** Asks one node in the name of the owner of a PBX. */
    public Future<A> putTo(Vertx vertx, String node, String pbx, Q question) {
        DeliveryOptions stamped = new DeliveryOptions(anywhere);
        return Ownership.of(vertx).stamp(pbx, stamped)
                ? request(vertx, at(node), question, stamped)
                : Future.failedFuture("PBX " + pbx + " is another node's by now");
    }

    private String at(String node) {
        return address + "@" + node;
    }

    private static <Q, A> Future<A> request(
            Vertx vertx, String address, Q question, DeliveryOptions options) {
        return vertx.eventBus().<A>request(address, question, options).map(Message::body);
    }

    /** Whether a question failed because nobody is there who answers such. */
    public static boolean isNobody(Throwable e) {
        return e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** Whether somebody is there, was asked, and will not. */
    public static boolean isRefused(Throwable e) {
        return e instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE;
    }

    /** Whatever the answer fails with reaches the asker as a failure with the same message. */
    public MessageConsumer<Q> answer(Vertx vertx, Function<Q, Future<A>> answerer) {
        return answerFor(vertx, (question, pbx) -> answerer.apply(question));
    }

    /**
     * For who passes the question on: the answerer is also told in the name of which PBX's owner it
     * was asked; empty when in nobody's.
     */
    public MessageConsumer<Q> answerFor(
            Vertx vertx, BiFunction<Q, Optional<String>, Future<A>> answerer) {
        return vertx.eventBus().consumer(address, answering(vertx, answerer));
    }

    /** Answers what is asked of this node and no other. */
    public Subscription answerAsNode(Vertx vertx, Function<Q, Future<A>> answerer) {
        return FarSide.of(vertx)
                .listenAt(
                        at(NodeId.of(vertx).toString()),
                        answering(vertx, (question, pbx) -> answerer.apply(question)));
    }

    private Handler<Message<Q>> answering(
            Vertx vertx, BiFunction<Q, Optional<String>, Future<A>> answerer) {
        Ownership ownership = Ownership.of(vertx);
        return message -> {
            if (!ownership.believes(message.headers())) {
                message.fail(FAILED, "asked by a former owner of the PBX");
                return;
            }
            Future.<Q>succeededFuture(message.body())
                    .compose(
                            question ->
                                    answerer.apply(question, Ownership.named(message.headers())))
                    .onSuccess(answer -> message.reply(answer, anywhere))
                    .onFailure(e -> message.fail(FAILED, String.valueOf(e.getMessage())));
        };
    }

    /** Why a question got no answer, in words for a trace. */
    public static String whyNot(Throwable e) {
        if (e instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case NO_HANDLERS -> "nobody is there to do it";
                case TIMEOUT -> "no answer in time";
                case RECIPIENT_FAILURE, ERROR -> String.valueOf(reply.getMessage());
            };
        }
        return String.valueOf(e.getMessage());
    }
}
