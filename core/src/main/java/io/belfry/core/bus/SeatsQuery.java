package io.belfry.core.bus;

/** Asks a node for all its seats. */
public record SeatsQuery() {}
