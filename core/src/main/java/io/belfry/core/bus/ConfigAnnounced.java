package io.belfry.core.bus;

/** The settings have this version now; ask for them. */
public record ConfigAnnounced(long version) {}
