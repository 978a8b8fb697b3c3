package io.belfry.simulator.replay;

import io.belfry.simulator.PbxTime;
import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.state.PbxState;
import java.util.List;
import java.util.function.Consumer;

/** The PBX that a player plays on. */
public interface PlayTarget {
    PbxTime time();

    /** Sends events of one moment, in order. */
    void perform(List<AmiEvent> events);

    /** Tells the state what was there before the first event. */
    void prepare(Consumer<PbxState> change);

    /** Bytes that wait for the slowest listener. */
    long pendingBytes();
}
