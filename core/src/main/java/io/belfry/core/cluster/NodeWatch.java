package io.belfry.core.cluster;

import io.belfry.core.bus.ClusterReport;
import io.belfry.core.bus.FarSide;
import io.belfry.core.bus.NodeFigures;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.Topic;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes how this one is and hears how they are. What they tell is also how this
 * node learns that it is cut off from a bus that others are on: then it registers its listeners
 * anew, because after a split the cluster may have forgotten them.
 */
final class NodeWatch {
    private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);
    private static final Duration TELL = Duration.ofSeconds(1);

    /** Others live, and nothing was heard of one of them for so long. */
    private static final Duration DEAF = Duration.ofSeconds(10);

    private static final Duration MEND = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final LeaseKeeper keeper;
    private final Map<String, NodeFigures> heard = new HashMap<>();
    private final Map<String, Long> heardAt = new HashMap<>();
    private long latest;
    private long mendedAt = System.nanoTime();
    private volatile boolean deaf;

    NodeWatch(Vertx vertx, LeaseKeeper keeper) {
        this.vertx = vertx;
        this.keeper = keeper;
    }

    void start() {
        LoopLag.watch(vertx, late -> latest = Math.max(latest, late));
        vertx.setPeriodic(TELL.toMillis(), timer -> tell());
        Topic.NODE_FIGURES.subscribe(vertx, this::heard);
    }

    private void tell() {
        Ownership ownership = Ownership.of(vertx);
        Topic.NODE_FIGURES.publish(
                vertx,
                new NodeFigures(
                        me(),
                        Instant.now(),
                        keeper.lag().toMillis(),
                        latest,
                        keeper.fenced(),
                        ownership.unsaid(),
                        ownership.stale()));
        latest = 0;
        mendIfDeaf();
    }

    private String me() {
        return NodeId.of(vertx).toString();
    }

    private void heard(NodeFigures figures) {
        heard.put(figures.node(), figures);
        heardAt.put(figures.node(), System.nanoTime());
    }

    private void mendIfDeaf() {
        long now = System.nanoTime();
        ClusterView view = keeper.view();
        heard.keySet().removeIf(node -> view.node(node).isEmpty() && !node.equals(me()));
        heardAt.keySet().retainAll(heard.keySet());
        boolean before = deaf;
        deaf =
                keeper.others().stream()
                        .filter(node -> isOld(view, node))
                        .anyMatch(node -> now - heardAt.getOrDefault(node, 0L) > DEAF.toNanos());
        if (deaf && !before) {
            log.warn("Another node lives and is not heard: all listeners are registered again");
        } else if (before && !deaf) {
            log.info("All nodes that live are heard");
        }
        if (deaf && now - mendedAt > MEND.toNanos()) {
            mendedAt = now;
            FarSide.of(vertx).registerAgain();
        }
    }

    /** Whether another node lives of which nothing is heard; from any thread. */
    boolean isDeaf() {
        return deaf;
    }

    /** One that has only just come may not have spoken yet. */
    private static boolean isOld(ClusterView view, String node) {
        return view.node(node)
                .filter(found -> found.started().plus(DEAF).isBefore(view.now()))
                .isPresent();
    }

    ClusterReport report(ClusterView view) {
        return new ClusterReport(
                me(),
                view.now(),
                view.nodes().stream()
                        .map(
                                node ->
                                        new ClusterReport.Node(
                                                node.id(),
                                                node.name(),
                                                NodeRole.text(node.roles()),
                                                node.url(),
                                                node.version(),
                                                node.started(),
                                                node.seen(),
                                                heard.getOrDefault(
                                                        node.id(), NodeFigures.none(node.id()))))
                        .toList(),
                view.leases().stream()
                        .map(
                                lease ->
                                        new ClusterReport.Lease(
                                                lease.pbx(),
                                                lease.isOwned(view.now()) ? lease.owner() : "",
                                                lease.epoch(),
                                                lease.taken(),
                                                lease.expires(),
                                                lease.pinned()))
                        .toList());
    }
}
