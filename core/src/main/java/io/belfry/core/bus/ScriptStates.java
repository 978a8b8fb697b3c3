package io.belfry.core.bus;

import java.util.List;

/** All integrations that have a script. */
public record ScriptStates(List<ScriptState> states) {
    public ScriptStates {
        states = List.copyOf(states);
    }
}
