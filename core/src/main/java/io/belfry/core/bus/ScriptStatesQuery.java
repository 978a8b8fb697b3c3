package io.belfry.core.bus;

/** Asks how all scripts are. */
public record ScriptStatesQuery() {}
