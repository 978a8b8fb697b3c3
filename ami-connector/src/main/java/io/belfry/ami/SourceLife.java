package io.belfry.ami;

import java.io.IOException;

/** A connection is begun once, opens at most once and ends once, whoever ends it. */
final class SourceLife {
    private enum Phase {
        NEW,
        STARTING,
        OPEN,
        ENDED
    }

    private Phase phase = Phase.NEW;

    synchronized void begin() {
        if (phase != Phase.NEW) {
            throw new IllegalStateException("a connection is used once");
        }
        phase = Phase.STARTING;
    }

    /**
     * @throws IOException it ended while it was starting
     */
    synchronized void open() throws IOException {
        if (phase == Phase.ENDED) {
            throw new IOException("the connection ended during the login");
        }
        phase = Phase.OPEN;
    }

    /**
     * @return whether it was open until now, so that the caller is the one to tell
     */
    synchronized boolean end() {
        boolean wasOpen = phase == Phase.OPEN;
        phase = Phase.ENDED;
        return wasOpen;
    }
}
