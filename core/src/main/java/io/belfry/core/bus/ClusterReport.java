package io.belfry.core.bus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is in the cluster and who owns which PBX, as one node sees it.
 *
 * @param node id of the node that answers
 * @param at by the database's clock
 * @param nodes that are alive, oldest first
 */
public record ClusterReport(String node, Instant at, List<Node> nodes, List<Lease> leases) {
    public ClusterReport {
        nodes = List.copyOf(nodes);
        leases = List.copyOf(leases);
    }

    /** The node that has this PBX, if one has it. */
    public Optional<Node> ownerOf(String pbx) {
        return leases.stream()
                .filter(lease -> lease.pbx().equals(pbx))
                .flatMap(lease -> nodes.stream().filter(node -> node.id().equals(lease.owner())))
                .findFirst();
    }

    /**
     * @param id of this start of it
     * @param roles {@code pbx,agents,web}
     * @param started by the database's clock
     * @param figures the last that it told; its {@code at} is {@link Instant#EPOCH} when it has
     *     told none to this node yet
     */
    public record Node(
            String id,
            String name,
            String roles,
            String url,
            String version,
            Instant started,
            Instant seen,
            NodeFigures figures) {}

    /**
     * @param owner id of the node; empty while nobody owns it
     * @param epoch counts the owners
     * @param pinned name of the node where an administrator wants it; empty for none
     */
    public record Lease(
            String pbx, String owner, long epoch, Instant taken, Instant expires, String pinned) {}
}
