package io.belfry.core.bus;

/** Asks which agents have a page open. */
public record PresenceQuery() {}
