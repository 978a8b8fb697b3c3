package io.belfry.core.bus;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
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

    /** Write a row of the Realtime table. */
    public static final Ask<RowRequest, RealtimeRow> PUSH_ROW =
            new Ask<>("belfry.rows.push", Duration.ofSeconds(5));

    /** Try a connection to a PBX. */
    public static final Ask<PbxTest, PbxTestResult> TEST_PBX =
            new Ask<>("belfry.pbx.test", Duration.ofSeconds(15));

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
    private final DeliveryOptions options;

    private Ask(String address, Duration limit) {
        this.address = address;
        this.options =
                new DeliveryOptions()
                        .setCodecName(RecordCodec.NAME)
                        .setSendTimeout(limit.toMillis());
    }

    /** The answer, or a failure after the limit or when nobody is there to answer. */
    public Future<A> put(Vertx vertx, Q question) {
        return vertx.eventBus().<A>request(address, question, options).map(Message::body);
    }

    /** Whatever the answer fails with reaches the asker as a failure with the same message. */
    public MessageConsumer<Q> answer(Vertx vertx, Function<Q, Future<A>> answerer) {
        return vertx.eventBus()
                .consumer(
                        address,
                        message ->
                                Future.<Q>succeededFuture(message.body())
                                        .compose(answerer)
                                        .onSuccess(answer -> message.reply(answer, options))
                                        .onFailure(
                                                e ->
                                                        message.fail(
                                                                FAILED,
                                                                String.valueOf(e.getMessage()))));
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
