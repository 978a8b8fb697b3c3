package io.belfry.adminweb;

import io.belfry.core.bus.ClusterReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A PBX and the node that owns it, as the page shows it.
 *
 * @param owner name of the node; empty while nobody owns it
 * @param epoch counts the owners; 0 while there was none
 * @param since when the owner took it, for {@code <time>}; empty while nobody owns it
 * @param pinned name of the node where an administrator wants it; empty for none
 */
public record LeaseView(PbxView pbx, String owner, long epoch, String since, String pinned) {
    static List<LeaseView> of(ClusterReport report, List<PbxView> pbxs) {
        return pbxs.stream().map(pbx -> of(report, pbx)).toList();
    }

    static LeaseView of(ClusterReport report, PbxView pbx) {
        Optional<ClusterReport.Lease> lease = ClusterDesk.lease(report, pbx.pbx().name());
        String owner = lease.map(each -> owner(report, each)).orElse("");
        return new LeaseView(
                pbx,
                owner,
                lease.map(ClusterReport.Lease::epoch).orElse(0L),
                owner.isEmpty() ? "" : lease.map(each -> text(each.taken())).orElse(""),
                lease.map(ClusterReport.Lease::pinned).orElse(""));
    }

    /** An owner that is no longer seen is called by its id: somebody may look for it. */
    private static String owner(ClusterReport report, ClusterReport.Lease lease) {
        return ClusterDesk.node(report, lease.owner())
                .map(ClusterReport.Node::name)
                .orElse(lease.owner());
    }

    private static String text(Instant moment) {
        return moment.equals(Instant.EPOCH) ? "" : moment.toString();
    }

    public boolean isOwned() {
        return !owner.isEmpty();
    }
}
