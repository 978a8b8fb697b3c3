package io.belfry.core.bus;

/**
 * What a client of a program's session says at a node that does not have the session.
 *
 * @param sid of the session; names the node that has it
 * @param text body of a request, packet or reason, as the act wants it
 */
public record SessionWord(String sid, Act act, String text) {
    /** What is wanted of the session. */
    public enum Act {
        /** What is there to read? Answered when there is something. */
        POLL,
        /** The body of a request, with packets. */
        POST,
        /** The client sent what is not taken: binary packets. */
        BINARY,
        /** The client sent more than is taken. */
        TOO_LARGE,
        /** A websocket came: may the session move to it? Polls are not held from here on. */
        PROBE,
        /** That websocket failed; all stays as it was. */
        STAY,
        /** The client has moved to that websocket. What is there to read for it? */
        MOVED,
        /** What is there to read next for that websocket? */
        NEXT,
        /** One packet came by that websocket. */
        PACKET,
        /** The client went away while something was under way. */
        GONE
    }

    /** Without the id, which is as good as a password. */
    @Override
    public String toString() {
        return act + " of " + text.length() + " characters";
    }
}
