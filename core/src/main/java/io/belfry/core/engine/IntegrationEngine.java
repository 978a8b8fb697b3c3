package io.belfry.core.engine;

import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.engine.LiveCalls.LiveCall;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.EventFields;
import io.belfry.core.script.Scripts;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When this happens, do that: judges each call event by the rules of all integrations, has pages
 * opened, messages shown and rows written, gives it to their scripts, and tells the story of the
 * call, line by line. In a cluster each node does so for the PBXs that are its own.
 */
public final class IntegrationEngine extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrationEngine.class);
    private static final Duration SWEEP = Duration.ofSeconds(10);

    /** Ids of events that are remembered, so that a repetition does nothing. */
    private static final int SEEN = 20_000;

    /** Events that can wait for the first settings. */
    private static final int EARLY = 10_000;

    private final Clock clock;
    private final ZoneId zone;
    private final Scripts scripts;
    private final EngineCounters counters = new EngineCounters();
    private final LiveCalls calls = new LiveCalls(LiveCalls.MOST);
    private final Recent<Boolean> seen = new Recent<>(SEEN);
    private final Deque<CallEvent> early = new ArrayDeque<>();
    private Plan plan = Plan.of(Configuration.EMPTY);
    private boolean ready;
    private Ownership ownership;
    private Story story;
    private Dispatcher dispatcher;
    private ScriptDesk desk;

    /**
     * @param zone where the contact centre's clock hangs: rules ask for time of day and weekday
     */
    public IntegrationEngine(Clock clock, ZoneId zone) {
        this(clock, zone, Scripts.NONE);
    }

    /**
     * @param zone where the contact centre's clock hangs
     * @param scripts runs the customers' own code
     */
    public IntegrationEngine(Clock clock, ZoneId zone, Scripts scripts) {
        this.clock = clock;
        this.zone = zone;
        this.scripts = scripts;
    }

    /** Does not wait for the settings when nobody answers: the events do, up to a limit. */
    @Override
    public Future<?> start() {
        ownership = Ownership.of(vertx);
        story = new Story(vertx, clock);
        dispatcher = new Dispatcher(vertx, clock, story, counters, this::leave);
        desk = new ScriptDesk(vertx, context, clock, scripts, counters);
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
        return Topic.CALLS
                .subscribeHere(vertx, this::onEvent)
                .completion()
                .compose(ok -> Topic.RETOLD.subscribeHere(vertx, this::onEvent).completion())
                .compose(
                        ok ->
                                Topic.DELIVERIES
                                        .subscribe(vertx, dispatcher::onDelivery)
                                        .completion())
                .compose(ok -> new ConfigFollower(vertx, this::swap).start());
    }

    /** What was done so far; can be asked on any thread. */
    public EngineFigures figures() {
        return counters.figures();
    }

    private void swap(Configuration configuration) {
        plan = Plan.of(configuration);
        scripts.announce(plan.scripts());
        counters.version.set(configuration.version());
        LOG.info(
                "settings version {} with {} integrations",
                configuration.version(),
                configuration.integrations().size());
        ready = true;
        while (!early.isEmpty()) {
            handle(early.remove());
        }
    }

    private void onEvent(CallEvent event) {
        if (ready) {
            handle(event);
            return;
        }
        early.add(event);
        if (early.size() > EARLY) {
            early.remove();
            counters.dropped.increment();
        }
    }

    private void handle(CallEvent event) {
        if (!ownership.holds(event.callId().pbx())) {
            counters.left.increment();
            LOG.debug("{} is left to the next owner", event.id());
            return;
        }
        if (seen.put(event.id(), true) != null) {
            counters.repeated.increment();
            return;
        }
        counters.events.increment();
        try {
            EventFields fields = new EventFields(CallEventJson.of(event), zone);
            boolean ofCall = isOfCall(event.kind());
            LiveCall call = ofCall ? liveCall(event) : new LiveCall(plan);
            if (ofCall || plan.asksFor(event.kind()) || scriptsAskFor(event.kind())) {
                story.happened(event);
            }
            new EventRun(event, fields, call, story, dispatcher, desk, counters).run();
        } catch (RuntimeException e) {
            counters.failures.increment();
            LOG.warn("can not handle {} of call {}", event.kind().word(), event.callId(), e);
        }
    }

    /**
     * The next owner is told it again; when that is this node, it must not pass for done. Once for
     * an event, however many of its actions were refused.
     */
    private void leave(CallEvent event) {
        if (seen.remove(event.id()) != null) {
            counters.left.increment();
        }
    }

    private boolean scriptsAskFor(Kind kind) {
        return plan.scripts().stream().anyMatch(code -> desk.mayHandle(code, kind));
    }

    private LiveCall liveCall(CallEvent event) {
        LiveCall call = calls.of(event.callId(), event.kind(), plan, clock.instant());
        counters.dropped.add(calls.shrink());
        counters.liveCalls.set(calls.size());
        return call;
    }

    private void sweep() {
        calls.forget(clock.instant());
        dispatcher.tidy();
        desk.tidy();
        counters.liveCalls.set(calls.size());
    }

    /** The others are about an agent's place in a queue, or about the PBX. */
    private static boolean isOfCall(Kind kind) {
        return switch (kind) {
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
}
