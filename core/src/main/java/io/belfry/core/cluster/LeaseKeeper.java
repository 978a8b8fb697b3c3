package io.belfry.core.cluster;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.MovePbx;
import io.belfry.core.bus.MovedPbx;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.Topic;
import io.belfry.core.cluster.LeasePlan.Step;
import io.belfry.core.integration.PbxConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's place in the cluster: gives signs of life, renews what is its own, takes what
 * nobody has, gives away what another shall have, and ends what it could not renew in time.
 */
public final class LeaseKeeper extends VerticleBase implements Leases {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration RENEW = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration FENCE = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration LET_GO = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(8);

    /** A lease that was not renewed for so long is about to be given up. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** Who saw the others longer ago does not know who owns what. */
    private static final Duration BLIND = Duration.ofMillis(2_500);

    private final ClusterStore store;
    private final Me me;
    private final Map<String, Lease> held = new ConcurrentHashMap<>();

    /** Still ours by the database, no longer served. */
    private final Map<String, Lease> leaving = new ConcurrentHashMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private List<String> pbxs = List.of();
    private long version = -1;
    private volatile NodeWatch watch;
    private final Set<String> taking = new HashSet<>();
    private boolean renewing;
    private boolean signing;
    private boolean looking;
    private volatile boolean stopping;
    private volatile ClusterView view = ClusterView.EMPTY;
    private volatile long seenAt = System.nanoTime();
    private volatile long fenced;

    /**
     * This node, as it introduces itself.
     *
     * @param url of its pages
     */
    public record Me(String name, Set<NodeRole> roles, String url, String version) {}

    /**
     * @param store with connections of its own: a lease must not wait behind a report
     */
    public LeaseKeeper(ClusterStore store, Me me) {
        this.store = store;
        this.me = me;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(RENEW.toMillis(), timer -> renew());
        vertx.setPeriodic(RENEW.toMillis(), timer -> signAgain());
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
        vertx.setPeriodic(FENCE.toMillis(), timer -> fence());
        Topic.CONFIG.subscribe(vertx, announced -> learn());
        watch = new NodeWatch(vertx, this);
        watch.start();
        Ask.CLUSTER.answer(vertx, query -> Future.succeededFuture(watch.report(view)));
        Ask.MOVE_PBX.answer(vertx, this::move);
        learn();
        return sign();
    }

    private Future<MovedPbx> move(MovePbx wish) {
        boolean known =
                wish.node().isEmpty()
                        || view.nodes().stream()
                                .filter(node -> node.roles().contains(NodeRole.PBX))
                                .anyMatch(node -> node.name().equals(wish.node()));
        if (!pbxs.contains(wish.pbx())) {
            return Future.failedFuture("no PBX of the name " + wish.pbx() + " is switched on");
        }
        return known
                ? store.pin(wish.pbx(), wish.node())
                        .map(done -> new MovedPbx(wish.pbx(), wish.node()))
                : Future.failedFuture("no node of the name " + wish.node() + " could own a PBX");
    }

    /** Everything is given away first; the nodes that take over begin at once. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return store.view()
                .onSuccess(seen -> view = seen)
                .otherwiseEmpty()
                .compose(
                        seen ->
                                Future.join(
                                        LeasePlan.of(
                                                        id(),
                                                        viewOfOthers(),
                                                        pbxs,
                                                        held.keySet(),
                                                        true)
                                                .stream()
                                                .map(this::carryOut)
                                                .toList()))
                .transform(any -> store.gone(id()))
                .timeout(STOP.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** Who is there without this node. */
    private ClusterView viewOfOthers() {
        return new ClusterView(
                view.now(),
                view.nodes().stream().filter(node -> !node.id().equals(id())).toList(),
                view.leases());
    }

    /** As it was seen last; from any thread. */
    public ClusterView view() {
        return view;
    }

    /** How often this node ended a claim of its own because it could not renew it in time. */
    public long fenced() {
        return fenced;
    }

    /** How old the oldest good renewal of this node is; zero when it owns nothing. */
    public Duration lag() {
        return held.values().stream()
                .map(Lease::age)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Why others should not count on this node now, in words; from any thread. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (stopping) {
            troubles.add("leaving");
        }
        if (lag().compareTo(LATE) > 0) {
            troubles.add("lease: not renewed in time");
        } else if (System.nanoTime() - seenAt > BLIND.toNanos()) {
            troubles.add("lease: who owns what can not be read");
        }
        if (watch == null || watch.isDeaf()) {
            troubles.add("bus: another node is not heard");
        }
        return troubles;
    }

    @Override
    public Optional<Claim> of(String pbx) {
        return Optional.ofNullable(held.get(pbx));
    }

    @Override
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public List<String> others() {
        return view.nodes().stream()
                .map(ClusterNode::id)
                .filter(node -> !node.equals(id()))
                .toList();
    }

    @Override
    public void letGo(Claim claim) {
        if (claim instanceof Lease lease) {
            lease.letGo();
        }
    }

    private String id() {
        return NodeId.of(vertx).toString();
    }

    private Future<Void> sign() {
        return store.seen(id(), me.name(), me.roles(), me.url(), me.version())
                .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void signAgain() {
        if (!signing && !stopping) {
            signing = true;
            sign().onComplete(any -> signing = false);
        }
    }

    private void learn() {
        Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .onSuccess(
                        configuration -> {
                            if (configuration.version() >= version) {
                                version = configuration.version();
                                pbxs =
                                        configuration.pbxs().stream()
                                                .filter(PbxConfig::enabled)
                                                .map(PbxConfig::name)
                                                .sorted()
                                                .toList();
                            }
                        })
                .onFailure(e -> vertx.setTimer(RENEW.toMillis(), timer -> learn()));
    }

    private void renew() {
        if (renewing) {
            return;
        }
        renewing = true;
        long sentAt = System.nanoTime();
        List<Lease> ours =
                Stream.concat(held.values().stream(), leaving.values().stream()).toList();
        Future<Void> renewed =
                ours.isEmpty()
                        ? Future.succeededFuture()
                        : store.renew(id(), ours)
                                .compose(
                                        count ->
                                                count >= ours.size()
                                                        ? done(ours, sentAt)
                                                        : check(ours, sentAt));
        renewed.timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> log.warn("The leases were not renewed: {}", e.getMessage()))
                .onComplete(any -> renewing = false);
    }

    private static Future<Void> done(List<Lease> ours, long sentAt) {
        ours.forEach(lease -> lease.renewed(sentAt));
        return Future.succeededFuture();
    }

    /** Some of them are not ours any more. */
    private Future<Void> check(List<Lease> ours, long sentAt) {
        return store.view()
                .onSuccess(
                        seen -> {
                            view = seen;
                            for (Lease lease : ours) {
                                LeaseRow row = seen.lease(lease.pbx());
                                if (row.owner().equals(id())
                                        && row.epoch() == lease.epoch()
                                        && row.isOwned(seen.now())) {
                                    lease.renewed(sentAt);
                                } else {
                                    end(lease, "it is another node's");
                                }
                            }
                        })
                .mapEmpty();
    }

    /** The first thing after a pause, whatever made it. */
    private void fence() {
        for (Lease lease : List.copyOf(held.values())) {
            if (!lease.isValid()) {
                end(lease, "it was not renewed for " + lease.age().toMillis() + " ms");
            }
        }
    }

    private void end(Lease lease, String why) {
        lease.end();
        leaving.remove(lease.pbx(), lease);
        if (held.remove(lease.pbx(), lease)) {
            fenced++;
            Ownership.of(vertx).release(lease.pbx(), lease);
            log.warn("PBX {}: given up at once, {}", lease.pbx(), why);
            listeners.forEach(Runnable::run);
        }
    }

    private void look() {
        if (looking || stopping) {
            return;
        }
        looking = true;
        store.view()
                .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(
                        seen -> {
                            view = seen;
                            seenAt = System.nanoTime();
                            dropUnwanted();
                            dropOrphans();
                            LeasePlan.of(id(), seen, pbxs, busy(), false).forEach(this::carryOut);
                        })
                .onFailure(e -> log.debug("The cluster can not be seen: {}", e.getMessage()))
                .onComplete(any -> looking = false);
    }

    /** Served by this node, or about to be, or no more. */
    private Set<String> busy() {
        Set<String> busy = new HashSet<>(taking);
        busy.addAll(held.keySet());
        busy.addAll(leaving.keySet());
        return busy;
    }

    /** In this node's name and served by nobody: an answer of the database was lost. */
    private void dropOrphans() {
        Set<String> busy = busy();
        view.leases().stream()
                .filter(row -> row.owner().equals(id()) && !busy.contains(row.pbx()))
                .forEach(row -> store.giveUp(row.pbx(), id(), row.epoch(), ""));
    }

    /** Of PBXs that are switched off or gone. */
    private void dropUnwanted() {
        held.keySet().stream()
                .filter(pbx -> !pbxs.contains(pbx))
                .toList()
                .forEach(pbx -> carryOut(new Step.GiveAway(pbx, "")));
    }

    private Future<Void> carryOut(Step step) {
        if (step instanceof Step.Take take) {
            return take(take.lease());
        }
        Step.GiveAway given = (Step.GiveAway) step;
        return giveAway(given.pbx(), given.to());
    }

    private Future<Void> take(LeaseRow before) {
        long sentAt = System.nanoTime();
        taking.add(before.pbx());
        return store.take(before, id())
                .onSuccess(
                        taken -> {
                            if (taken && stopping) {
                                store.giveUp(before.pbx(), id(), before.epoch() + 1, "");
                            } else if (taken) {
                                hold(
                                        new Lease(
                                                before.pbx(),
                                                before.epoch() + 1,
                                                sentAt,
                                                System::nanoTime));
                            }
                        })
                .onComplete(any -> taking.remove(before.pbx()))
                .mapEmpty();
    }

    private void hold(Lease lease) {
        log.info("PBX {}: this node's from now on, epoch {}", lease.pbx(), lease.epoch());
        held.put(lease.pbx(), lease);
        Ownership.of(vertx).hold(lease.pbx(), lease);
        listeners.forEach(Runnable::run);
    }

    /** Renewed until nothing of it is under way any more. */
    private Future<Void> giveAway(String pbx, String to) {
        Lease lease = held.remove(pbx);
        if (lease == null) {
            return Future.succeededFuture();
        }
        log.info("PBX {}: given away to {}", pbx, to.isEmpty() ? "whoever wants it" : to);
        leaving.put(pbx, lease);
        listeners.forEach(Runnable::run);
        return lease.gone()
                .timeout(LET_GO.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(
                        done -> {
                            lease.end();
                            Ownership.of(vertx).release(pbx, lease);
                            return store.acted(pbx)
                                    .otherwiseEmpty()
                                    .compose(any -> store.giveUp(pbx, id(), lease.epoch(), to));
                        })
                .onFailure(e -> log.warn("PBX {}: its lease runs out by itself", pbx))
                .eventually(
                        () -> {
                            leaving.remove(pbx, lease);
                            return Future.succeededFuture();
                        })
                .otherwiseEmpty();
    }
}
