package io.belfry.simulator.manager;

import java.util.Map;
import java.util.function.Consumer;

/** What actions do to calls. Who plays recordings cannot change them; who makes calls can. */
public interface CallControl {
    /** A PBX whose calls only happen. */
    CallControl NONE =
            new CallControl() {
                @Override
                public boolean hangup(String channel, int cause) {
                    return false;
                }

                @Override
                public boolean redirect(String channel, String context, String extension) {
                    return false;
                }

                @Override
                public boolean originate(Dial dial, Consumer<Originated> whenKnown) {
                    return false;
                }

                @Override
                public boolean withdraw(String queue, String channel, String info) {
                    return false;
                }
            };

    /** Ends a channel. False if this channel is not ours to end. */
    boolean hangup(String channel, int cause);

    boolean redirect(String channel, String context, String extension);

    /**
     * Rings the device and, when it is answered, dials on from it.
     *
     * @param whenKnown told once whether the device answered
     * @return false if there is no such device
     */
    boolean originate(Dial dial, Consumer<Originated> whenKnown);

    /**
     * A variable of a channel was changed; one with two underscores will be inherited by the legs
     * to come.
     */
    default void variableSet(String channel, String name, String value) {}

    /** Somebody changed who is in which queue, or who pauses. */
    default void membersChanged() {}

    /** Takes a caller out of a queue and back to the dialplan. */
    boolean withdraw(String queue, String channel, String info);

    /** What the action Originate asked for. */
    record Dial(
            String channel,
            String context,
            String extension,
            String callerNumber,
            String callerName,
            Map<String, String> variables) {
        public Dial {
            variables = Map.copyOf(variables);
        }
    }

    /**
     * How it went: {@code reason} is the code of OriginateResponse (4 answered, 3 no answer, 5
     * busy, 8 congestion, 0 no such device).
     */
    record Originated(boolean answered, int reason, String channel, String uniqueid) {}
}
