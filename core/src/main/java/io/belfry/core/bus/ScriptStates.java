package io.belfry.core.bus;

import java.util.List;

/** The scripts that run, or would if they were not paused. */
public record ScriptStates(List<ScriptState> states) {}
