package io.belfry.agentgateway;

import io.belfry.core.call.Call;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.Locale;

/**
 * One call as its agent sees it. Ringing again, answering and ending change it; it never becomes
 * two.
 *
 * @param state what to show
 * @param outbound the agent dials
 * @param number the other side: the caller, or the number that was dialled
 * @param name the caller's name as the network sent it: show as text, whatever is in it
 * @param waitingSince when the caller joined the queue; {@link Instant#EPOCH} when not known
 * @param since when the state began
 * @param hold the caller hears music
 * @param end why it ended; {@code NONE} while it lives
 * @param by who took it, to whom it went; empty for nobody
 */
record Card(
        Call call,
        State state,
        boolean outbound,
        String number,
        String name,
        Instant waitingSince,
        Instant since,
        Seconds waited,
        Seconds talked,
        boolean hold,
        End end,
        String by) {
    enum State {
        RINGING,
        TALKING,
        ENDED
    }

    enum End {
        NONE,
        /** Answered, and it is over. */
        DONE,
        /** A colleague answered. */
        TAKEN,
        /** The agent let it ring. */
        NOANSWER,
        /** The agent declined. */
        REJECTED,
        /** The caller gave up, or the queue's time was over. */
        ABANDONED,
        /** Passed on. */
        TRANSFERRED,
        /** The called party was busy, did not answer, could not be reached. */
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isLive() {
        return state != State.ENDED;
    }

    String id() {
        return call.id().toString();
    }

    Card rings(Call now, Instant waiting, Instant at) {
        return new Card(
                now,
                State.RINGING,
                outbound,
                number,
                name,
                waiting,
                at,
                waited,
                talked,
                false,
                End.NONE,
                "");
    }

    Card talks(Call now, Seconds held, Instant at) {
        return new Card(
                now,
                State.TALKING,
                outbound,
                number,
                name,
                waitingSince,
                at,
                held,
                talked,
                false,
                End.NONE,
                "");
    }

    Card held(boolean on) {
        return new Card(
                call,
                state,
                outbound,
                number,
                name,
                waitingSince,
                since,
                waited,
                talked,
                on,
                end,
                by);
    }

    Card ended(End why, String who, Seconds talk, Instant at) {
        return new Card(
                call,
                State.ENDED,
                outbound,
                number,
                name,
                waitingSince,
                at,
                waited,
                talk,
                false,
                why,
                who);
    }
}
