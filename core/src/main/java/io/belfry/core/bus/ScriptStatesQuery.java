package io.belfry.core.bus;

/** How are the scripts? */
public record ScriptStatesQuery() {}
