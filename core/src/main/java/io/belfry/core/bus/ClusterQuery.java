package io.belfry.core.bus;

/** Asks how the cluster is. */
public record ClusterQuery() {}
