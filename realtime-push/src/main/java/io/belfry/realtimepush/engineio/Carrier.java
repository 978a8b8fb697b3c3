package io.belfry.realtimepush.engineio;

import java.util.List;

/** How the packets of a session travel. */
interface Carrier {
    /** The name of the transport, as clients ask for it. */
    String name();

    /** Whether something can be sent now; else it waits. */
    boolean isReady();

    boolean isFull();

    void send(List<String> packets);

    /** What still waits goes with it if it can. */
    void close(CloseCode code, String why);
}
