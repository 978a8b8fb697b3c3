package io.belfry.ami;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One connection to the manager interface of one PBX, used once: whoever wants to connect again
 * makes a new one. Its methods may block and are called off the event loop.
 */
interface AmiSource {
    /** Called on threads of the source: hand over at once, never work here. */
    interface Listener {
        /** Events in the order of the stream. The list is the listener's own. */
        void events(List<AmiEvent> batch);

        /**
         * The same from a source that still has them as they came.
         *
         * @param raw each of them byte for byte, with its empty line; the listener's own
         */
        default void events(List<AmiEvent> batch, byte[] raw) {
            events(batch);
        }

        /** Events may have been lost before they got here. */
        void doubt(String why);

        /**
         * The connection is gone. Once, and only after {@link #start} returned well; not after our
         * own {@link #logOff()} or {@link #abort()}.
         *
         * @param why in words
         */
        void closed(String why);
    }

    /**
     * @param banner first line of the connection
     * @param version what the PBX calls itself, {@code 22.10.1}, or what its banner lets us guess
     */
    record Connected(String banner, String version) {}

    /**
     * Connects and logs in. Events may come before it returns.
     *
     * @throws AmiFailure with words for the administrator; nothing is left open then
     */
    Connected start(Listener listener) throws AmiFailure;

    /**
     * Completes with the answer, or exceptionally when the connection is lost first. There is no
     * time limit in it.
     */
    CompletionStage<AmiAnswer> send(AmiAction action);

    /** Says good-bye and closes; harmless when it is closed already. */
    void logOff();

    /**
     * Closes the socket and waits for nothing; from any thread. {@link #abort} must follow, it
     * cleans up. Where the socket is not ours there is nothing to do before.
     */
    default void cut() {}

    /**
     * Closes at once, also while {@link #start} is still at work, and waits for its threads. For a
     * peer that is silent, and after {@link Listener#closed}.
     */
    void abort();

    /** Messages that made no sense or were too long. */
    long malformed();
}
