package io.belfry.core.call;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to an agent's call. The records hold what we know; what others read is
 * written by {@code CallEventJson} alone. When each is raised: {@code events.md}.
 */
public sealed interface CallEvent {
    Head head();

    /** The call it is about; of a {@link Gap} there is none. */
    Call call();

    Kind kind();

    default String id() {
        return head().id();
    }

    default Instant at() {
        return head().at();
    }

    default CallId callId() {
        return call().id();
    }

    /** The number that the agent dialled; empty when he was called. */
    default String callednum() {
        return "";
    }

    /** The agent it is about, {@link AgentLeg#NONE} where it is about nobody in particular. */
    default AgentLeg agent() {
        return AgentLeg.NONE;
    }

    /** About one agent: what can open a page at somebody's screen. */
    sealed interface WithAgent extends CallEvent {
        @Override
        AgentLeg agent();
    }

    /** Names of the events as everybody outside writes them. */
    enum Kind {
        RINGING,
        UP,
        HANGUP,
        ABANDON,
        OUTBOUND,
        NOANSWER,
        REJECT,
        TAKEN,
        QUEUED,
        LEAVE,
        HOLD,
        UNHOLD,
        TRANSFER,
        TRANSFERRED,
        OUTBOUNDUP,
        OUTBOUNDHANGUP,
        PAUSE,
        UNPAUSE,
        LOGIN,
        LOGOUT,
        GAP;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
        }

        /** The five that the original had; all others go only to who asks for them. */
        public boolean isOriginal() {
            return ordinal() <= OUTBOUND.ordinal();
        }
    }

    /**
     * @param id unique, and the same whenever the same fact is derived again (retry, resync, second
     *     owner)
     * @param at when the PBX event was read
     * @param recovered learnt from a snapshot after a gap instead of from the event itself
     */
    record Head(String id, Instant at, boolean recovered) {}

    /**
     * An agent's device starts to ring for a queue call. Attempt counts from 1 for each agent and
     * call.
     */
    record Ringing(Head head, Call call, AgentLeg agent, int attempt) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.RINGING;
        }
    }

    /** The agent answered a queue call. */
    record Up(Head head, Call call, AgentLeg agent, Seconds holdtime, Seconds ringtime)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.UP;
        }
    }

    /**
     * The agent's part of an answered queue call ended; reason is {@code agent}, {@code caller} or
     * {@code transfer}.
     */
    record Hangup(
            Head head,
            Call call,
            AgentLeg agent,
            Seconds holdtime,
            Seconds ringtime,
            Seconds talktime,
            String reason)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.HANGUP;
        }
    }

    /**
     * The caller left the queue unanswered. No agent had the call, so there is none to name. Reason
     * is {@code caller}, {@code timeout}, {@code withdrawn} or {@code other}.
     */
    record Abandon(Head head, Call call, Seconds holdtime, String reason) implements CallEvent {
        @Override
        public Kind kind() {
            return Kind.ABANDON;
        }
    }

    /**
     * An agent dials out.
     *
     * @param callednum the number that was sent out
     * @param trunk the outgoing channel
     */
    record Outbound(Head head, Call call, AgentLeg agent, String callednum, String trunk)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.OUTBOUND;
        }
    }

    /** The called party answered an outbound call. */
    record OutboundUp(Head head, Call call, AgentLeg agent, String callednum, String trunk)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.OUTBOUNDUP;
        }
    }

    /**
     * An outbound call ended; reason is {@code agent} or {@code callee} after an answer, else
     * {@code busy}, {@code noanswer}, {@code cancel} or {@code congestion}.
     */
    record OutboundHangup(
            Head head,
            Call call,
            AgentLeg agent,
            String callednum,
            String trunk,
            Seconds talktime,
            String reason)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.OUTBOUNDHANGUP;
        }
    }

    /** The queue gave up on the agent. */
    record NoAnswer(Head head, Call call, AgentLeg agent, Seconds ringtime) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.NOANSWER;
        }
    }

    /** The agent declined. */
    record Reject(Head head, Call call, AgentLeg agent, Seconds ringtime) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.REJECT;
        }
    }

    /** The agent's phone stopped ringing because somebody else answered. */
    record Taken(Head head, Call call, AgentLeg agent, String by) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.TAKEN;
        }
    }

    /** The caller joined a queue. */
    record Queued(Head head, Call call, int position) implements CallEvent {
        @Override
        public Kind kind() {
            return Kind.QUEUED;
        }
    }

    /**
     * The caller left the queue without an agent and without giving up: {@code key}, {@code full},
     * {@code empty}, {@code other}.
     */
    record Leave(Head head, Call call, String reason) implements CallEvent {
        @Override
        public Kind kind() {
            return Kind.LEAVE;
        }
    }

    record Hold(Head head, Call call, AgentLeg agent) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.HOLD;
        }
    }

    record Unhold(Head head, Call call, AgentLeg agent) implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.UNHOLD;
        }
    }

    /**
     * The agent passed the call on.
     *
     * @param mode {@code blind} or {@code attended}
     * @param to extension or peer that gets the call
     * @param toagent name of the agent that gets it, empty when it is none
     */
    record Transfer(Head head, Call call, AgentLeg agent, String mode, String to, String toagent)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.TRANSFER;
        }
    }

    /**
     * The other side of a transfer: the agent gets a caller of a queue directly, and no queue will
     * tell him so. The call is the original one.
     *
     * @param mode {@code blind} or {@code attended}
     * @param by peer of the agent who passed him on
     */
    record Transferred(Head head, Call call, AgentLeg agent, String mode, String by)
            implements WithAgent {
        @Override
        public Kind kind() {
            return Kind.TRANSFERRED;
        }
    }

    /**
     * An agent paused or resumed, joined or left a queue: the kind says which. There is no call in
     * it.
     */
    record Membership(Head head, Call call, AgentLeg agent, Kind kind, String reason)
            implements WithAgent {}

    /**
     * The connection to the PBX was lost.
     *
     * @param from when the last event before it was read
     * @param until when the state was right again
     * @param calls how many calls were known when it happened
     */
    record Gap(Head head, Call call, Instant from, Instant until, int calls) implements CallEvent {
        @Override
        public Kind kind() {
            return Kind.GAP;
        }
    }
}
