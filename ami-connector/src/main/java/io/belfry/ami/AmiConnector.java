package io.belfry.ami;

import io.belfry.ami.AmiSource.Connected;
import io.belfry.ami.recorder.FlightRecorder;
import io.belfry.ami.recorder.FlightRecorder.Note;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.QueueCallTracker;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stays connected to one PBX and says on the bus what happens to its calls. Does not wait for the
 * PBX: when it is away, the pages are how people find out.
 *
 * <p>Each attempt is a connection of its own; what a connection leaves behind is known by it and
 * ignored when another has taken its place.
 */
public final class AmiConnector extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AmiConnector.class);
    private static final long TICK_MILLIS = 50;
    private static final long FIGURES_MILLIS = 1_000;
    private static final int THREADS = 3;
    private static final int KEPT_AT_ONCE = 200;

    /** Asterisk gives a reader 100 ms before it hangs up on him. */
    private static final Duration PATIENCE = Duration.ofMillis(60);

    private static final Duration REMEMBER_WITHIN = Duration.ofSeconds(5);
    private static final Duration GAP_TOLD = QueueCallTracker.END_WAIT.plusMillis(2 * TICK_MILLIS);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final PbxConfig pbx;
    private final Function<String, String> secrets;
    private final Derivation derivation;
    private final Claim claim;
    private final CallKeeper keeper;
    private final FlightRecorder recorder;
    private final ConnectorOptions options;
    private final Clock clock;
    private final BackOff backOff;
    private final Vitals vitals;
    private final GapWatch gap;

    private Configuration configuration;
    private WorkerExecutor worker;
    private HandOver handOver;
    private CallFlow flow;
    private VariableLookup variables;
    private volatile PbxLink connection;

    /** Set on the event loop, or on the thread that reads when the claim is over. */
    private volatile boolean stopping;

    private boolean doubtful;

    /** How often we lost sight of the calls. */
    private int losses;

    private long malformedBefore;
    private volatile PbxState published;

    /**
     * @param secrets opens the sealed secret of the settings; what it throws is shown
     * @param recorder keeps what the PBX says; closed by who made it
     * @param configuration whose agents and variables count until {@link #configure} says otherwise
     * @param claim when it is over, nothing more is heard of this connection
     */
    AmiConnector(
            PbxConfig pbx,
            Function<String, String> secrets,
            Derivation derivation,
            CallKeeper keeper,
            FlightRecorder recorder,
            ConnectorOptions options,
            Configuration configuration,
            Claim claim,
            Clock clock) {
        this.claim = claim;
        this.pbx = pbx;
        this.secrets = secrets;
        this.derivation = derivation;
        this.keeper = keeper;
        this.recorder = recorder;
        this.options = options;
        this.configuration = configuration;
        this.clock = clock;
        this.backOff = new BackOff(options.retryFrom(), options.retryTo(), new Random());
        this.vitals = new Vitals(pbx.name(), claim.epoch(), clock);
        this.gap = new GapWatch(pbx.name());
        this.published = vitals.state(new Vitals.Figures(0, 0, 0, 0, 0));
    }

    @Override
    public Future<?> start() {
        worker = vertx.createSharedWorkerExecutor("belfry-pbx-" + pbx.id(), THREADS);
        handOver =
                new HandOver(
                        options.queueLimit(),
                        options.turn(),
                        PATIENCE,
                        task -> context.runOnContext(here -> task.run()),
                        new Events());
        flow = new CallFlow(vertx, pbx.name(), derivation, this::lookUp);
        variables = new VariableLookup(this::found);
        use(configuration);
        connection = link(new NoSource());
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
        vertx.setPeriodic(FIGURES_MILLIS, timer -> figures());
        return keeper.load(pbx.name())
                .timeout(REMEMBER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(
                        e ->
                                log.warn(
                                        "PBX {}: calls from before are not known: {}",
                                        pbx.name(),
                                        e.getMessage()))
                .otherwise(List.of())
                .onSuccess(
                        calls -> {
                            calls.forEach(derivation::restore);
                            connect();
                        })
                .onSuccess(calls -> tellAgain());
    }

    /** Who told it before us may have ended before all was done that follows from it. */
    private void tellAgain() {
        keeper.lately(pbx.name())
                .timeout(REMEMBER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(told -> told.forEach(event -> Topic.RETOLD.publishHere(vertx, event)))
                .onFailure(
                        e ->
                                log.warn(
                                        "PBX {}: what was told last is not known: {}",
                                        pbx.name(),
                                        e.getMessage()));
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        PbxLink last = connection;
        last.end();
        if (claim.isValid()) {
            keep();
        }
        return worker.executeBlocking(
                        () -> {
                            last.logOff();
                            return pbx;
                        },
                        false)
                .timeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .eventually(worker::close)
                .otherwiseEmpty();
    }

    /** Other agents or variables, the same PBX. From any thread. */
    void configure(Configuration changed) {
        context.runOnContext(here -> use(changed));
    }

    /** As it was published last. From any thread. */
    PbxState state() {
        return published;
    }

    /** Events that came until now, the dropped ones too. From any thread. */
    long read() {
        return handOver.read();
    }

    private void use(Configuration changed) {
        configuration = changed;
        AgentDirectory agents = changed.directory();
        flow.configure(agents, changed.variableNames());
        variables.configure(changed.variableNames());
        recorder.configure(changed.variableNames());
    }

    private void connect() {
        if (stopping || fenced()) {
            return;
        }
        String secret;
        try {
            secret = secrets.apply(pbx.secret());
        } catch (RuntimeException e) {
            failed(String.valueOf(e.getMessage()), true);
            return;
        }
        PbxAccess access = PbxAccess.of(pbx, secret);
        malformedBefore += connection.malformed();
        connection =
                link(
                        options.fallback()
                                ? new DefaultSource(access, options.link())
                                : new DivertingSource(access, options.link()));
        connection.start();
    }

    private PbxLink link(AmiSource source) {
        return new PbxLink(source, vertx, worker, context, options, clock, new Story());
    }

    private void failed(String why, boolean refused) {
        if (vitals.failed(why, refused)) {
            log.warn("PBX {}: {}", pbx.name(), why);
        }
        publish();
        retry(refused ? options.retryRefused() : backOff.next());
    }

    private void retry(Duration pause) {
        if (!stopping) {
            vertx.setTimer(pause.toMillis(), timer -> connect());
        }
    }

    private void lookUp(CallEvent event) {
        variables.onCallEvent(event, connection.requests());
    }

    /** The answer to a question of ours, as the PBX would have told it by itself. */
    private void found(AmiEvent variable) {
        Instant at = clock.instant();
        recorder.heard(RawText.of(List.of(variable)), at);
        flow.event(variable, at);
    }

    /**
     * The claim is over: the socket is closed before anything else is done, and nothing that is
     * still in our hands is told.
     */
    private boolean fenced() {
        if (claim.isValid()) {
            return false;
        }
        if (!stopping) {
            log.warn("PBX {}: this node's claim is over; the connection is closed", pbx.name());
        }
        stopping = true;
        connection.cut();
        return true;
    }

    private void tick() {
        if (stopping || fenced()) {
            return;
        }
        // while events wait, time has not gone on for the calls either
        if (handOver.depth() == 0) {
            flow.tick(clock.instant());
            keep();
        }
    }

    /** Between two manager events only: then what was told and what is known belong together. */
    private void keep() {
        keeper.keep(pbx.name(), claim, flow.takeTold(), derivation.changes());
    }

    private void figures() {
        if (recorder.dropped() > 0) {
            vitals.note(
                    Vitals.Note.RECORDER, "recorded with gaps: " + recorder.dropped() + " pieces");
        }
        vitals.sample(handOver.read(), handOver.lag(clock.instant()));
        publish();
    }

    private Vitals.Figures figuresNow() {
        return new Vitals.Figures(
                handOver.read(),
                handOver.depth(),
                handOver.dropped(),
                flow.ignored() + malformedBefore + connection.malformed(),
                flow.liveCalls());
    }

    private void publish() {
        PbxState state = vitals.state(figuresNow());
        if (!state.equals(published)) {
            published = state;
            Topic.PBX_STATES.publish(vertx, pbx.name(), state);
        }
    }

    /** What comes out of the queue. */
    private final class Events implements HandOver.Receiver {
        @Override
        public void batch(Instant at) {
            if (stopping || fenced()) {
                return;
            }
            vitals.heard(at);
            flow.tick(at);
        }

        @Override
        public void event(AmiEvent event, Instant at) {
            if (stopping) {
                return;
            }
            variables.onEvent(event, connection.requests());
            flow.event(event, at);
            connection.onEvent(event, flow.isListTorn());
            if (flow.told() >= KEPT_AT_ONCE) {
                keep();
            }
        }

        @Override
        public void drained() {
            if (stopping) {
                return;
            }
            keep();
            handOver.loss()
                    .ifPresent(
                            loss ->
                                    doubt(
                                            loss.events()
                                                    + " events dropped: more than we could take",
                                            loss.since()));
        }
    }

    /** Our idea of the calls may be wrong: say so, and ask the PBX. */
    private void doubt(String why, Instant since) {
        losses++;
        gap.lost(since, flow.liveCalls());
        if (!doubtful) {
            doubtful = true;
            log.error("PBX {}: {}; asking it what is going on", pbx.name(), why);
        }
        vitals.doubt(why);
        connection.askWhatGoesOn();
        publish();
    }

    /** After the ends that the snapshot proved, which wait a moment for their own events. */
    private void tellGap(Instant until, int lossesThen) {
        vertx.setTimer(
                GAP_TOLD.toMillis(),
                timer -> {
                    if (losses == lossesThen) {
                        gap.mended(until).ifPresent(flow::tell);
                    }
                });
    }

    /** What becomes of the connection. */
    private final class Story implements PbxLink.Owner {
        @Override
        public void read(List<AmiEvent> batch, byte[] raw) {
            if (!claim.isValid()) {
                fenced();
                return;
            }
            Instant at = clock.instant();
            recorder.heard(raw, at);
            handOver.offer(batch, at);
        }

        @Override
        public void connected(Connected connected) {
            log.info("PBX {}: connected, Asterisk {}", pbx.name(), connected.version());
            vitals.connected(connected.version());
            variables.restart();
            publish();
        }

        @Override
        public void failed(String why, boolean refused) {
            AmiConnector.this.failed(why, refused);
        }

        @Override
        public void lost(String why, boolean stable) {
            log.warn("PBX {}: link lost: {}", pbx.name(), why);
            losses++;
            gap.lost(clock.instant(), flow.liveCalls());
            recorder.note(Note.LOST, clock.instant());
            flow.lost();
            if (stable) {
                backOff.reset();
            }
            vitals.lost(why);
            publish();
            retry(backOff.next());
        }

        @Override
        public void pinged(long millis) {
            vitals.answered(millis);
        }

        @Override
        public void filtered(String words) {
            vitals.note(Vitals.Note.FILTER, words);
        }

        @Override
        public void beforeSnapshot() {
            recorder.note(Note.ASKS, clock.instant());
            flow.restart();
        }

        @Override
        public void snapshotDone(String words) {
            vitals.note(Vitals.Note.SNAPSHOT, words);
            vitals.note(
                    Vitals.Note.VARIABLES,
                    variables.isDenied()
                            ? "no right to read variables (write class call or reporting)"
                            : "");
            vitals.note(Vitals.Note.DOUBT, "");
            vitals.inStep();
            if (words.isEmpty()) {
                tellGap(clock.instant(), losses);
            }
            doubtful = false;
            publish();
        }

        @Override
        public void doubt(String why) {
            AmiConnector.this.doubt(why, clock.instant());
        }
    }
}
