package io.belfry.simulator.calls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the people of one call mean to do: the telephones act on it, the PBX does not know it. */
public interface Script {
    /**
     * An agent's telephone rings for this call.
     *
     * @param device of the agent, for instance {@code PJSIP/andrea.bianco}
     * @param ringing how many telephones have rung for this call so far, this one included
     */
    Reaction onRing(String device, int ringing);

    /**
     * An agent has answered.
     *
     * @param conversation counted from 1; a transferred caller has more than one
     */
    List<Step> onTalk(String device, int conversation);

    /** How long the caller waits unanswered before hanging up; empty = for ever. */
    Optional<Duration> patience();

    /** What the person does whom an agent calls outside. */
    Reaction callee();

    /** What somebody does whose telephone rings. */
    record Reaction(Kind kind, Duration after) {
        /** Busy is the callee's line, declined and rejected are keys on the telephone. */
        public enum Kind {
            ANSWER,
            REJECT,
            DECLINE,
            IGNORE
        }

        public static Reaction answerAfter(Duration after) {
            return new Reaction(Kind.ANSWER, after);
        }

        public static Reaction rejectAfter(Duration after) {
            return new Reaction(Kind.REJECT, after);
        }

        public static Reaction declineAfter(Duration after) {
            return new Reaction(Kind.DECLINE, after);
        }

        public static Reaction ignore() {
            return new Reaction(Kind.IGNORE, Duration.ZERO);
        }
    }

    /** Who does something. */
    enum Side {
        CALLER,
        AGENT
    }

    /** One thing after the other in a conversation; {@code after} counts from the thing before. */
    sealed interface Step {
        Duration after();

        /** Ends the conversation. */
        record HangUp(Side side, Duration after) implements Step {}

        record Hold(Duration after) implements Step {}

        record Unhold(Duration after) implements Step {}

        /** The agent sends the caller to an extension: a queue's number or another agent's. */
        record BlindTransfer(String extension, Duration after) implements Step {}

        /**
         * The agent puts the caller on hold, calls a colleague, talks, and connects the two.
         *
         * @param pause between the hold and the call
         * @param consultation how long the agents talk first
         */
        record AttendedTransfer(
                String extension, Duration after, Duration pause, Duration consultation)
                implements Step {}
    }
}
