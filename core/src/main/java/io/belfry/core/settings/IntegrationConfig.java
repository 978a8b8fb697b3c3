package io.belfry.core.settings;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.Documents;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.Templates;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.Settings;
import io.belfry.core.store.StaleSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns what administrators save: integrations with their rules, custom variables, agents, PBXs.
 * Answers for it over the bus, checks and saves changes one after the other, and announces each new
 * version. Every node may have one; the database decides who was first.
 */
public final class IntegrationConfig extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(IntegrationConfig.class);
    private static final int MOST_WAITING = 100;
    private static final int MOST_TRIES = 3;
    private static final long COLLECT_MILLIS = 500;
    private static final long RETRY_MILLIS = 5_000;

    /** A little longer than a deletion can be undone. */
    private static final long SWEEP_MILLIS = 70_000;

    /** Between nodes an announcement can be lost, for one who has only just begun to listen. */
    private static final long REMIND_MILLIS = 30_000;

    private final ConfigStore store;
    private final List<PbxConfig> fixed;
    private final Planner planner;
    private final Discovery discovery = new Discovery();
    private final Bin bin;

    private ScriptCheck scripts;
    private Settings settings;
    private Configuration configuration;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean looksAgain;

    /**
     * @param templates finds mistakes in templates
     * @param fixed PBXs of the configuration file, with their source and sealed secrets
     */
    public IntegrationConfig(
            ConfigStore store,
            Secrets secrets,
            Templates templates,
            PasswordHasher hasher,
            List<PbxConfig> fixed,
            Clock clock) {
        this.store = store;
        this.fixed = List.copyOf(fixed);
        Map<Thing, Shelf<?, ?>> shelves =
                Map.of(
                        Thing.INTEGRATION, new IntegrationShelf(templates),
                        Thing.VARIABLE, new VariableShelf(),
                        Thing.AGENT, new AgentShelf(hasher),
                        Thing.PBX, new PbxShelf(secrets));
        this.planner = new Planner(shelves, new DraftShelf(templates), fixed, clock);
        this.bin = new Bin(clock);
    }

    @Override
    public Future<?> start() {
        scripts = new ScriptCheck(vertx);
        return store.sweep()
                .compose(swept -> store.load())
                .onSuccess(this::use)
                .compose(loaded -> listen())
                .onSuccess(ready -> remind());
    }

    private void remind() {
        if (vertx.isClustered()) {
            vertx.setPeriodic(REMIND_MILLIS, fired -> announce());
        }
    }

    private void announce() {
        Topic.CONFIG.publish(vertx, new ConfigAnnounced(settings.version()));
    }

    /** Who heard of it from the other node asked us too early. */
    private void announceHere() {
        Topic.CONFIG.publishHere(vertx, new ConfigAnnounced(settings.version()));
    }

    private Future<?> listen() {
        return Future.all(
                Ask.CONFIG.answer(vertx, any -> Future.succeededFuture(configuration)).completion(),
                Ask.DOCUMENTS.answer(vertx, this::show).completion(),
                Ask.CHANGE.answer(vertx, change -> inTurn(() -> change(change, 1))).completion(),
                Topic.CONFIG.subscribeElsewhere(vertx, this::onAnnounced).completion(),
                Topic.MEMBERS.subscribeHere(vertx, this::onMember).completion());
    }

    private void use(Settings newer) {
        settings = newer;
        configuration = Merged.of(newer, fixed);
        discovery.use(newer);
    }

    private Future<Documents> show(DocumentsQuery query) {
        return Future.succeededFuture(
                new Documents(
                        settings.version(),
                        planner.documents(query.thing(), query.id(), settings)));
    }

    /** One after the other: each is decided on what the one before it left. */
    private <T> Future<T> inTurn(Supplier<Future<T>> work) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture("too many changes at once, try again");
        }
        waiting++;
        Future<T> mine = last.transform(before -> work.get()).onComplete(done -> waiting--);
        last = mine;
        return mine;
    }

    private Future<ConfigAnswer> change(ConfigChange change, int attempt) {
        Settings before = settings;
        Plan plan = plan(change);
        if (plan instanceof Plan.Answered answered) {
            return Future.succeededFuture(answered.answer());
        }
        Plan.Save save = (Plan.Save) plan;
        // a password is hashed in it
        return vertx.executeBlocking(() -> save.work().get())
                .compose(
                        work ->
                                scripts.of(work, before)
                                        .compose(
                                                against ->
                                                        against.isPresent()
                                                                ? Future.succeededFuture(
                                                                        against.get())
                                                                : save(change, work, before)))
                .recover(failure -> again(failure, change, attempt));
    }

    private Future<ConfigAnswer> save(ConfigChange change, Plan.Work work, Settings before) {
        return change.dryRun()
                ? Future.succeededFuture(work.answer())
                : save(work.edits()).map(saved -> told(change, work, before));
    }

    private Plan plan(ConfigChange change) {
        if (change.op() != Op.RESTORE) {
            return planner.plan(change, settings, configuration);
        }
        return bin.find(change.thing(), change.id())
                .map(old -> planner.restore(change, old, settings, configuration))
                .orElseGet(() -> new Plan.Answered(new ConfigAnswer.NotFound()));
    }

    private ConfigAnswer told(ConfigChange change, Plan.Work work, Settings before) {
        if (change.op() == Op.DELETE) {
            bin.add(change.thing(), change.id(), before);
            vertx.setTimer(SWEEP_MILLIS, fired -> sweep());
        }
        log.info("{} {} {} by {}", change.op(), change.thing(), work.id(), change.who());
        return work.answer();
    }

    /** What belongs to deleted integrations goes when none of them can be brought back any more. */
    private void sweep() {
        if (bin.holds(Thing.INTEGRATION)) {
            vertx.setTimer(SWEEP_MILLIS, fired -> sweep());
        } else {
            inTurn(
                            () ->
                                    store.sweep()
                                            .compose(
                                                    swept ->
                                                            swept > 0
                                                                    ? reload()
                                                                    : Future.succeededFuture()))
                    .onFailure(
                            e -> log.warn("drafts and versions that nobody needs stay for now", e));
        }
    }

    private Future<ConfigAnswer> again(Throwable failure, ConfigChange change, int attempt) {
        if (failure instanceof StaleSettings && attempt < MOST_TRIES) {
            return reload().compose(loaded -> change(change, attempt + 1));
        }
        log.error("{} was not saved, as far as is known", change, failure);
        lookAgain();
        return Future.failedFuture("the database did not say that it was saved");
    }

    /** What was not confirmed may have been saved all the same, and then all must see it. */
    private void lookAgain() {
        if (looksAgain) {
            return;
        }
        looksAgain = true;
        vertx.setTimer(
                RETRY_MILLIS,
                fired -> {
                    looksAgain = false;
                    inTurn(this::reloadAndTell).onFailure(e -> lookAgain());
                });
    }

    private Future<Void> reloadAndTell() {
        long known = settings.version();
        return reload().onSuccess(
                        loaded -> {
                            if (settings.version() > known) {
                                announce();
                            }
                        });
    }

    private Future<Void> save(List<Edit> edits) {
        return store.save(settings.version(), edits)
                .map(
                        version -> {
                            use(settings.with(edits, version));
                            announce();
                            return null;
                        });
    }

    private Future<Void> reload() {
        return store.load().onSuccess(this::use).mapEmpty();
    }

    /** Another node saved. */
    private void onAnnounced(ConfigAnnounced announced) {
        if (announced.version() <= settings.version()) {
            return;
        }
        inTurn(
                        () ->
                                announced.version() <= settings.version()
                                        ? Future.succeededFuture()
                                        : reload().onSuccess(loaded -> announceHere()))
                .onFailure(e -> log.warn("version {} was not loaded", announced.version(), e));
    }

    private void onMember(QueueMemberSeen member) {
        if (discovery.seen(member)) {
            vertx.setTimer(COLLECT_MILLIS, fired -> inTurn(this::saveDiscovered));
        }
    }

    /** A PBX names its members seldom, so they are kept until they are saved. */
    private Future<Void> saveDiscovered() {
        List<Edit> edits = discovery.edits(planner::newId, planner.now());
        Future<Void> saved = edits.isEmpty() ? Future.succeededFuture() : save(edits);
        return saved.onSuccess(done -> discovery.forget())
                .onFailure(
                        e -> {
                            log.warn("discovered agents are not saved yet", e);
                            vertx.setTimer(RETRY_MILLIS, fired -> inTurn(this::saveAgain));
                        });
    }

    private Future<Void> saveAgain() {
        return reload().transform(any -> saveDiscovered());
    }
}
