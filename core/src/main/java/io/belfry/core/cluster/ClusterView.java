package io.belfry.core.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The cluster at one moment.
 *
 * @param now by the database's clock
 * @param nodes that gave a sign of life within {@link ClusterStore#ALIVE}, oldest start first
 * @param leases of all PBXs that ever had an owner
 */
public record ClusterView(Instant now, List<ClusterNode> nodes, List<LeaseRow> leases) {
    public static final ClusterView EMPTY = new ClusterView(Instant.EPOCH, List.of(), List.of());

    public ClusterView {
        nodes = List.copyOf(nodes);
        leases = List.copyOf(leases);
    }

    public Optional<ClusterNode> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    public LeaseRow lease(String pbx) {
        return leases.stream()
                .filter(lease -> lease.pbx().equals(pbx))
                .findFirst()
                .orElseGet(() -> LeaseRow.none(pbx));
    }
}
