package io.belfry.simulator.calls;

import java.time.Duration;

/**
 * The time between an invitation and what becomes of it: the telephone rings, its owner reacts, or
 * time runs out.
 */
final class Ringing {
    private final Switchboard board;
    private final DialedCall call;
    private final Person person;

    /** Told before the PBX is; each is the truth of the telephone. */
    interface Person {
        void answers();

        void refuses();

        void doesNotAnswer();
    }

    Ringing(Switchboard board, DialedCall call, Person person) {
        this.board = board;
        this.call = call;
        this.person = person;
    }

    /**
     * @param limit after which Dial gives up
     */
    void begin(Script.Reaction reaction, Duration limit) {
        boolean busyLine =
                call.target().outside() && reaction.kind() == Script.Reaction.Kind.REJECT;
        if (!busyLine) {
            board.timeline.in(Switchboard.SIGNALLING, () -> when(call::ring));
        }
        Duration after = reaction.after().plus(Switchboard.SIGNALLING);
        board.timeline.in(after, () -> when(() -> react(reaction.kind())));
        board.timeline.in(
                limit,
                () ->
                        when(
                                () -> {
                                    person.doesNotAnswer();
                                    call.timeOut();
                                }));
    }

    private void when(Runnable stillRinging) {
        if (call.rings()) {
            stillRinging.run();
        }
    }

    private void react(Script.Reaction.Kind kind) {
        switch (kind) {
            case ANSWER -> {
                person.answers();
                call.answer();
            }
            case REJECT -> {
                person.refuses();
                call.refuse(17, 486);
            }
            case DECLINE -> {
                person.refuses();
                call.refuse(21, 603);
            }
            case IGNORE -> {}
        }
    }
}
