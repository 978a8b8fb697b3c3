package io.belfry.core.bus;

import io.belfry.core.bus.ConfigChange.Thing;

/**
 * What became of an {@link UndoWord}.
 *
 * @param thing what kind of thing it is; means nothing when there is nothing
 * @param name for people
 * @param seconds for which it can still be brought back
 * @param message why it was refused; else empty
 */
public record UndoAnswer(State state, Thing thing, String name, long seconds, String message) {
    /** Unknown, too late, or somebody else's. */
    public static final UndoAnswer NOTHING =
            new UndoAnswer(State.NOTHING, Thing.INTEGRATION, "", 0, "");

    /** How it stands. */
    public enum State {
        NOTHING,
        OFFERED,
        BACK,
        REFUSED
    }
}
