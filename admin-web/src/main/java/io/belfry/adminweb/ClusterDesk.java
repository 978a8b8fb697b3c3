package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.account.AuditLog;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ClusterQuery;
import io.belfry.core.bus.ClusterReport;
import io.belfry.core.bus.MovePbx;
import io.belfry.core.bus.MovedPbx;
import io.belfry.core.cluster.NodeRole;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks how the cluster is, and says where a PBX shall be. Pages and REST come to it with the same
 * words.
 */
final class ClusterDesk {
    private final Vertx vertx;
    private final AuditLog audit;

    ClusterDesk(Vertx vertx, AuditLog audit) {
        this.vertx = vertx;
        this.audit = audit;
    }

    /** Empty on a server of its own. */
    Future<Optional<ClusterReport>> report() {
        return SettingsDesk.answered(
                Ask.CLUSTER
                        .put(vertx, new ClusterQuery())
                        .map(Optional::of)
                        .recover(
                                e ->
                                        Ask.isNobody(e) && !vertx.isClustered()
                                                ? Future.succeededFuture(Optional.empty())
                                                : Future.failedFuture(e)));
    }

    /** Names of the nodes that may own PBXs. */
    static List<String> ableToOwn(ClusterReport report) {
        return report.nodes().stream()
                .filter(node -> roles(node).contains(NodeRole.PBX.word()))
                .map(ClusterReport.Node::name)
                .distinct()
                .sorted()
                .toList();
    }

    static List<String> roles(ClusterReport.Node node) {
        return Arrays.stream(node.roles().split(",")).filter(role -> !role.isEmpty()).toList();
    }

    /**
     * @param node name of the node; empty for wherever there is room
     */
    Future<MovedPbx> move(PbxConfig pbx, String node, Actor who) {
        return report().map(found -> found.orElseThrow(ClusterDesk::alone))
                .compose(
                        report -> {
                            check(pbx, node, report);
                            return SettingsDesk.answered(
                                            Ask.MOVE_PBX.put(vertx, new MovePbx(pbx.name(), node)))
                                    .compose(moved -> logged(pbx, report, moved, who));
                        });
    }

    private static Problem alone() {
        return Problem.conflict("This server runs alone: there is no other node to move a PBX to.");
    }

    private static void check(PbxConfig pbx, String node, ClusterReport report) {
        if (!pbx.enabled()) {
            throw Problem.conflict("The PBX is switched off: no node serves it.");
        }
        List<String> able = ableToOwn(report);
        if (!node.isEmpty() && !able.contains(node)) {
            throw Problem.invalid(
                    Map.of(
                            "node",
                            "no living node of this name may own PBXs; there are: "
                                    + String.join(", ", able)));
        }
    }

    /** What can not be written down is an error in our log; what was done stays done. */
    private Future<MovedPbx> logged(
            PbxConfig pbx, ClusterReport before, MovedPbx moved, Actor who) {
        String pinned = lease(before, pbx.name()).map(ClusterReport.Lease::pinned).orElse("");
        return audit.add(
                        who,
                        "pbx.move",
                        "pbx/" + pbx.id(),
                        new JsonObject().put("node", pinned),
                        new JsonObject().put("node", moved.node()))
                .transform(written -> Future.succeededFuture(moved));
    }

    /** Empty while a PBX has never had an owner. */
    static Optional<ClusterReport.Lease> lease(ClusterReport report, String pbx) {
        return report.leases().stream().filter(each -> each.pbx().equals(pbx)).findFirst();
    }

    /** Empty when it is not there (any more). */
    static Optional<ClusterReport.Node> node(ClusterReport report, String id) {
        return report.nodes().stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
