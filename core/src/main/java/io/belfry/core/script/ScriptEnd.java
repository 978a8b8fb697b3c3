package io.belfry.core.script;

import java.time.Duration;

/**
 * How the call of a handler ended.
 *
 * @param why in words; empty when it was done
 * @param line in the script, from 1; 0 when it is not known
 * @param column in the script, from 1; 0 when it is not known
 * @param running time of running JavaScript
 * @param inAll from the first statement to the end, with what was waited for
 */
public record ScriptEnd(
        State state, String why, int line, int column, Duration running, Duration inAll) {
    public enum State {
        DONE,
        /** The script has no handler for this event. */
        NO_HANDLER,
        /** It threw, or did not end in time. */
        FAILED,
        /** It ran too long or used too much memory. */
        STOPPED,
        /** The script is paused; nothing was run. */
        PAUSED,
        /** Too many events wait for the script; nothing was run. */
        DROPPED
    }

    static ScriptEnd notRun(State state, String why) {
        return new ScriptEnd(state, why, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    /** {@code 12:5: } before a message, where the place is known. */
    public String place() {
        return line == 0 ? "" : line + ":" + column + ": ";
    }
}
