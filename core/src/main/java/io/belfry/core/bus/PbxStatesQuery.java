package io.belfry.core.bus;

/** Asks a connector for the state of all its PBXs. */
public record PbxStatesQuery() {}
