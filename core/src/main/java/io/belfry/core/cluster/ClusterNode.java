package io.belfry.core.cluster;

import java.time.Instant;
import java.util.Set;

/**
 * A node as the others see it.
 *
 * @param id of this start of it
 * @param name that the operator gave it; survives a restart
 * @param url of its pages, for people
 * @param version of Belfry
 * @param started by the database's clock
 * @param seen when it last gave a sign of life, by the database's clock
 */
public record ClusterNode(
        String id,
        String name,
        Set<NodeRole> roles,
        String url,
        String version,
        Instant started,
        Instant seen) {
    public ClusterNode {
        roles = Set.copyOf(roles);
    }
}
