package io.belfry.core.bus;

import io.belfry.core.integration.PbxState;
import java.util.List;

/** States of all PBXs of the settings, in their order. */
public record PbxStates(List<PbxState> states) {
    public PbxStates {
        states = List.copyOf(states);
    }
}
