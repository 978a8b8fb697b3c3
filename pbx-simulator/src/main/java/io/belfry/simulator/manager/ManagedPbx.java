package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.state.PbxState;
import java.time.Instant;

/**
 * The PBX behind the manager interface, as the actions see it. Everything is called while the PBX
 * stands still (its lock is held), so an answer and the events around it are in one order for every
 * client.
 */
public interface ManagedPbx {
    PbxState state();

    /** The PBX's own clock, which runs faster when a recording is played faster. */
    Instant now();

    Instant bootTime();

    /** False between a start and FullyBooted. */
    boolean fullyBooted();

    PbxVersion version();

    /** Value of a global variable of the dialplan, or empty. */
    String globalVariable(String name);

    /** Changes the state and sends the event to every client that may and wants to hear it. */
    void publish(AmiEvent event);

    CallControl calls();
}
