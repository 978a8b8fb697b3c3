package io.belfry.ami;

import io.belfry.ami.recorder.FlightRecorder;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.PbxStates;
import io.belfry.core.bus.PbxTest;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.bus.Recording;
import io.belfry.core.bus.RecordingQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.cluster.Leases;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link AmiConnector} for each PBX of the settings that is switched on and this node's,
 * follows their changes, and answers for the states of all, also of those that other nodes serve.
 */
public final class PbxConnections extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(PbxConnections.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long WRITTEN_WITHIN_MILLIS = 2_000;

    /** An owner says every second how its PBX is; one that is silent for so long is none. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    private final Function<String, String> secrets;
    private final CallKeeper keeper;
    private final Leases leases;
    private final RecorderOptions recording;
    private final ConnectorOptions options;
    private final Clock clock;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Heard> elsewhere = new HashMap<>();
    private Configuration configuration = Configuration.EMPTY;
    private Instant since = Instant.EPOCH;
    private Future<Void> work = Future.succeededFuture();
    private boolean stopping;

    private record Running(
            PbxConfig config,
            Claim claim,
            AmiConnector connector,
            FlightRecorder recorder,
            String deployment) {}

    /** Said of a PBX by its owner, on another node. */
    private record Heard(PbxState state, Instant at) {}

    /** For a server that shares its PBXs with nobody. */
    public PbxConnections(
            Function<String, String> secrets,
            CallKeeper keeper,
            RecorderOptions recording,
            ConnectorOptions options,
            Clock clock) {
        this(secrets, keeper, recording, options, Leases.ALL, clock);
    }

    /**
     * @param secrets opens the sealed secrets of the settings; throws with words when it can not
     * @param keeper of live calls over a restart
     * @param leases which of the PBXs are this node's to serve
     * @param recording how much of each PBX's stream is kept on disk
     */
    public PbxConnections(
            Function<String, String> secrets,
            CallKeeper keeper,
            RecorderOptions recording,
            ConnectorOptions options,
            Leases leases,
            Clock clock) {
        this.leases = leases;
        this.secrets = secrets;
        this.keeper = keeper;
        this.recording = recording;
        this.options = options;
        this.clock = clock;
    }

    /** Does not wait for the settings: their owner may start later. */
    @Override
    public Future<?> start() {
        PbxTester tester = new PbxTester(vertx, options.link());
        Ask.PBX_STATES.answer(vertx, query -> Future.succeededFuture(states()));
        Ask.TEST_PBX.answer(vertx, test -> test(tester, test));
        Ask.RECORDING.answer(vertx, this::cutAnywhere);
        Ask.RECORDING.answerAsNode(vertx, this::cut);
        Topic.PBX_STATES.subscribeElsewhere(
                vertx, state -> elsewhere.put(state.pbx(), new Heard(state, clock.instant())));
        leases.whenChanged(() -> context.runOnContext(here -> follow()));
        Topic.CONFIG.subscribe(vertx, announced -> follow());
        follow();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return work.compose(done -> close(List.copyOf(running.values())))
                .onSuccess(done -> running.values().forEach(each -> leases.letGo(each.claim())));
    }

    /** One change after the other: a connector must be gone before its successor comes. */
    private void follow() {
        work = work.compose(done -> load()).otherwiseEmpty();
    }

    private Future<Void> load() {
        if (stopping) {
            return Future.succeededFuture();
        }
        return Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .compose(this::apply)
                .onFailure(
                        e -> {
                            log.debug("No settings yet: {}", e.toString());
                            vertx.setTimer(RETRY_MILLIS, timer -> follow());
                        });
    }

    private Future<Void> apply(Configuration changed) {
        if (changed.version() < configuration.version()) {
            return Future.succeededFuture();
        }
        configuration = changed;
        since = clock.instant();
        Future<Void> steps = Future.succeededFuture();
        for (Running old : List.copyOf(running.values())) {
            if (!isStillWanted(old)) {
                steps = steps.compose(done -> undeploy(old));
            } else {
                old.connector().configure(changed);
            }
        }
        for (PbxConfig pbx : changed.pbxs()) {
            steps = steps.compose(done -> deploy(pbx));
        }
        return steps;
    }

    private boolean isStillWanted(Running old) {
        return configuration.pbxs().stream()
                        .anyMatch(pbx -> pbx.enabled() && isSameConnection(pbx, old.config()))
                && leases.of(old.config().name()).filter(old.claim()::equals).isPresent();
    }

    /** Version and source of an entry make no other connection. */
    private static boolean isSameConnection(PbxConfig a, PbxConfig b) {
        return a.id().equals(b.id())
                && a.name().equals(b.name())
                && a.host().equals(b.host())
                && a.port() == b.port()
                && a.user().equals(b.user())
                && a.secret().equals(b.secret())
                && a.tls() == b.tls();
    }

    private Future<Void> undeploy(Running old) {
        running.remove(old.config().id());
        return vertx.undeploy(old.deployment())
                .compose(done -> close(List.of(old)))
                .compose(done -> written())
                .onSuccess(done -> letGo(old))
                .onSuccess(done -> log.info("PBX {}: connection given up", old.config().name()))
                .onSuccess(done -> tellIfOff(old.config()))
                .otherwiseEmpty();
    }

    /** Another connection to the same PBX goes on with the same claim. */
    private void letGo(Running old) {
        if (leases.of(old.config().name()).filter(old.claim()::equals).isEmpty()) {
            leases.letGo(old.claim());
        }
    }

    /** Who comes next begins with what was written; a database that is away is not waited for. */
    private Future<Void> written() {
        return keeper.flushed()
                .timeout(WRITTEN_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /**
     * The last word about a PBX that was switched off, removed or renamed: whoever shows it would
     * take its silence for trouble.
     */
    private void tellIfOff(PbxConfig old) {
        boolean goesOn =
                configuration.pbxs().stream()
                        .anyMatch(pbx -> pbx.enabled() && pbx.name().equals(old.name()));
        if (!goesOn) {
            Topic.PBX_STATES.publish(vertx, state(old, Status.OFF, "switched off"));
        }
    }

    /** Waits for the disk, so not here. */
    private Future<Void> close(List<Running> all) {
        return vertx.<Void>executeBlocking(
                () -> {
                    all.forEach(each -> each.recorder().close());
                    return null;
                },
                false);
    }

    private Future<Void> deploy(PbxConfig pbx) {
        Optional<Claim> claim = leases.of(pbx.name());
        if (!pbx.enabled() || running.containsKey(pbx.id()) || stopping || claim.isEmpty()) {
            return Future.succeededFuture();
        }
        FlightRecorder recorder = new FlightRecorder(pbx.name(), pbx.id(), recording);
        AmiConnector connector =
                new AmiConnector(
                        pbx,
                        secrets,
                        new AmiTranslator(pbx.name()),
                        keeper,
                        recorder,
                        options,
                        configuration,
                        claim.get(),
                        clock);
        return vertx.deployVerticle(connector)
                .onSuccess(
                        id ->
                                running.put(
                                        pbx.id(),
                                        new Running(pbx, claim.get(), connector, recorder, id)))
                .onFailure(
                        e -> {
                            log.error("PBX {} can not be served", pbx.name(), e);
                            vertx.executeBlocking(
                                    () -> {
                                        recorder.close();
                                        return pbx;
                                    },
                                    false);
                        })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /**
     * For each PBX that this node serves, pieces of its stream that were not recorded: too much at
     * once, or the disk refused. From any thread.
     */
    public Map<String, Long> unrecorded() {
        return running.values().stream()
                .collect(
                        Collectors.toMap(
                                each -> each.config().name(),
                                each -> each.recorder().dropped(),
                                Long::sum));
    }

    private PbxStates states() {
        return new PbxStates(configuration.pbxs().stream().map(this::state).toList());
    }

    private PbxState state(PbxConfig pbx) {
        Running current = running.get(pbx.id());
        return current != null ? current.connector().state() : unconnected(pbx);
    }

    private PbxState unconnected(PbxConfig pbx) {
        if (!pbx.enabled()) {
            return state(pbx, Status.OFF, "switched off");
        }
        if (leases.of(pbx.name()).isPresent()) {
            return state(pbx, Status.CONNECTING, "about to connect");
        }
        Heard heard = elsewhere.get(pbx.name());
        return heard != null && isNew(heard)
                ? heard.state()
                : state(pbx, Status.CONNECTING, "no node serves it at this moment");
    }

    /** What the last owner said does not hold under the next one. */
    private boolean isNew(Heard heard) {
        return heard.at().isAfter(clock.instant().minus(SILENT))
                && heard.state().epoch() >= Ownership.of(vertx).epochOf(heard.state().pbx());
    }

    private PbxState state(PbxConfig pbx, Status status, String detail) {
        return new PbxState(
                pbx.name(),
                status,
                detail,
                since,
                "",
                Instant.EPOCH,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                0,
                -1);
    }

    /** The PBX may have been another node's when the call was. */
    private Future<Recording> cutAnywhere(RecordingQuery query) {
        return cut(query)
                .compose(
                        here ->
                                here.bytes().isEmpty()
                                        ? cutElsewhere(query, List.copyOf(leases.others()))
                                        : Future.succeededFuture(here));
    }

    private Future<Recording> cutElsewhere(RecordingQuery query, List<String> nodes) {
        if (nodes.isEmpty()) {
            return Future.succeededFuture(new Recording(""));
        }
        return Ask.RECORDING
                .putTo(vertx, nodes.get(0), query)
                .otherwise(new Recording(""))
                .compose(
                        found ->
                                found.bytes().isEmpty()
                                        ? cutElsewhere(query, nodes.subList(1, nodes.size()))
                                        : Future.succeededFuture(found));
    }

    private Future<Recording> cut(RecordingQuery query) {
        return running.values().stream()
                .filter(each -> each.config().name().equals(query.pbx()))
                .findFirst()
                .map(Running::recorder)
                .map(
                        recorder ->
                                vertx.executeBlocking(
                                        () ->
                                                recorder.cut(
                                                        query.uniqueid(),
                                                        BirthTime.of(query),
                                                        query.masked()),
                                        false))
                .orElse(Future.succeededFuture(""))
                .map(Recording::new);
    }

    private Future<PbxTestResult> test(PbxTester tester, PbxTest test) {
        String secret;
        try {
            secret = secrets.apply(test.pbx().secret());
        } catch (RuntimeException e) {
            return Future.succeededFuture(PbxTester.unreadableSecret(e));
        }
        return tester.test(PbxAccess.of(test.pbx(), secret));
    }
}
