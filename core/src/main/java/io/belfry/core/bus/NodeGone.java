package io.belfry.core.bus;

/**
 * A node is no member of the cluster any more. Said by each node to itself only.
 *
 * @param node its {@link NodeId}
 */
public record NodeGone(String node) {}
