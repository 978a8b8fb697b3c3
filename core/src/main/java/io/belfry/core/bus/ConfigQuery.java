package io.belfry.core.bus;

/** Asks for the settings as they are now. */
public record ConfigQuery() {}
