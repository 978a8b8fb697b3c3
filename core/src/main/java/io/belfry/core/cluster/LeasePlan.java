package io.belfry.core.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one node does about the PBXs: takes what nobody has, and gives away what another shall have.
 * Nodes decide each for itself from the same rows; when two want the same, the database lets one
 * have it.
 */
final class LeasePlan {
    /** One that knows it has less takes first; the others wait this long for it. */
    static final Duration POLITE = Duration.ofMillis(1_000);

    /** A PBX is not moved about faster than this. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** A step of a node. */
    sealed interface Step {
        record Take(LeaseRow lease) implements Step {}

        /**
         * @param to id of the node that shall have it
         */
        record GiveAway(String pbx, String to) implements Step {}
    }

    private final String me;
    private final ClusterView view;
    private final List<String> pbxs;
    private final List<ClusterNode> able;
    private final Map<String, Integer> load = new HashMap<>();

    /**
     * @param me id of this node
     * @param pbxs names of all that are switched on
     */
    private LeasePlan(String me, ClusterView view, List<String> pbxs) {
        this.me = me;
        this.view = view;
        this.pbxs = pbxs;
        this.able =
                view.nodes().stream().filter(node -> node.roles().contains(NodeRole.PBX)).toList();
        able.forEach(node -> load.put(node.id(), 0));
        for (String pbx : pbxs) {
            LeaseRow lease = view.lease(pbx);
            if (lease.isOwned(view.now())) {
                load.computeIfPresent(lease.owner(), (owner, count) -> count + 1);
            }
        }
    }

    /**
     * @param leaving whether this node is about to stop and takes nothing more
     * @param held PBXs that this node serves now
     */
    static List<Step> of(
            String me, ClusterView view, List<String> pbxs, Set<String> held, boolean leaving) {
        LeasePlan plan = new LeasePlan(me, view, pbxs);
        if (leaving) {
            return plan.leave(held);
        }
        List<Step> steps = new ArrayList<>(plan.takes(held));
        plan.moved(held).ifPresent(steps::add);
        return steps;
    }

    private List<Step> leave(Set<String> held) {
        List<Step> steps = new ArrayList<>();
        for (String pbx : held) {
            String to = home(pbx).or(() -> leastLoaded()).map(ClusterNode::id).orElse("");
            load.computeIfPresent(to, (node, count) -> count + 1);
            steps.add(new Step.GiveAway(pbx, to));
        }
        return steps;
    }

    private List<Step.Take> takes(Set<String> held) {
        List<Step.Take> takes = new ArrayList<>();
        if (!load.containsKey(me)) {
            return takes;
        }
        for (String pbx : pbxs) {
            LeaseRow lease = view.lease(pbx);
            if (!held.contains(pbx) && !lease.isOwned(view.now()) && isMine(lease)) {
                takes.add(new Step.Take(lease));
                load.merge(me, 1, Integer::sum);
            }
        }
        return takes;
    }

    private boolean isMine(LeaseRow lease) {
        boolean waitedFor = lease.expires().plus(POLITE).isAfter(view.now());
        boolean left = lease.wantedUntil().isAfter(view.now()) && load.containsKey(lease.wanted());
        if (left) {
            return lease.wanted().equals(me);
        }
        Optional<ClusterNode> home = home(lease.pbx());
        if (home.isPresent()) {
            return home.get().id().equals(me) || !waitedFor;
        }
        return !waitedFor || leastLoaded().map(node -> node.id().equals(me)).orElse(false);
    }

    /** One at a time: to where an administrator wants it, or to who has two less. */
    private Optional<Step> moved(Set<String> held) {
        for (String pbx : pbxs) {
            Optional<ClusterNode> home = home(pbx);
            if (held.contains(pbx) && home.isPresent() && !home.get().id().equals(me)) {
                return Optional.of(new Step.GiveAway(pbx, home.get().id()));
            }
        }
        Optional<ClusterNode> other = leastLoaded();
        if (other.isEmpty() || load.getOrDefault(me, 0) - load.get(other.get().id()) < 2) {
            return Optional.empty();
        }
        Instant settled = view.now().minus(SETTLED);
        boolean quiet = view.leases().stream().noneMatch(each -> each.taken().isAfter(settled));
        return quiet
                ? pbxs.stream()
                        .filter(held::contains)
                        .filter(pbx -> home(pbx).isEmpty())
                        .findFirst()
                        .map(pbx -> new Step.GiveAway(pbx, other.get().id()))
                : Optional.empty();
    }

    /** The node where an administrator wants it, while that one lives. */
    private Optional<ClusterNode> home(String pbx) {
        String pinned = view.lease(pbx).pinned();
        return able.stream()
                .filter(node -> !pinned.isEmpty() && node.name().equals(pinned))
                .findFirst();
    }

    private Optional<ClusterNode> leastLoaded() {
        return able.stream().min(Comparator.comparing(node -> load.get(node.id())));
    }
}
