package io.belfry.adminweb;

import io.belfry.core.bus.ClusterReport;
import io.belfry.core.bus.NodeFigures;
import io.belfry.core.integration.WebAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A node of the cluster, as the page shows it.
 *
 * @param here whether it is the one that made the page
 * @param pbxs names of those that it owns
 * @param seconds since its last sign of life, with one decimal
 */
public record NodeView(ClusterReport.Node node, boolean here, List<String> pbxs, String seconds) {
    public NodeView {
        pbxs = List.copyOf(pbxs);
    }

    static List<NodeView> of(ClusterReport report) {
        return report.nodes().stream().map(node -> of(report, node)).toList();
    }

    private static NodeView of(ClusterReport report, ClusterReport.Node node) {
        return new NodeView(
                node,
                node.id().equals(report.node()),
                owned(report, node),
                seconds(Duration.between(node.seen(), report.at())));
    }

    static List<String> owned(ClusterReport report, ClusterReport.Node node) {
        return report.leases().stream()
                .filter(lease -> lease.owner().equals(node.id()))
                .map(ClusterReport.Lease::pbx)
                .toList();
    }

    private static String seconds(Duration ago) {
        long tenths = Math.max(0, ago.toMillis()) / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    public List<String> roles() {
        return ClusterDesk.roles(node);
    }

    /** Whether its address can be opened by a click; another node may say anything. */
    public boolean isLink() {
        return !node.url().isEmpty()
                && !(WebAddress.check(node.url()) instanceof WebAddress.Refused);
    }

    /** Whether it has told yet how it is. */
    public boolean isTold() {
        return !figures().at().equals(Instant.EPOCH);
    }

    public NodeFigures figures() {
        return node.figures();
    }
}
