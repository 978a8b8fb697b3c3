package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.truth.CallNotes;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.util.List;

/**
 * Somebody calls an agent's extension, not through a queue: a direct call, or where a transfer
 * leads.
 */
final class ExtensionCall implements DialedCall.Events, Ringing.Person {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Dialplan dialplan;
    private final Switchboard board;
    private final Channel caller;
    private final CallStory story;
    private final CallNotes notes;
    private final DialedCall.Target target;
    private final DialedCall dialed;

    ExtensionCall(Dialplan dialplan, Channel caller, CallStory story, AgentPlan agent) {
        this.dialplan = dialplan;
        this.board = dialplan.board();
        this.caller = caller;
        this.story = story;
        this.notes = story.notes();
        this.target = DialedCall.Target.agent(board, agent);
        this.dialed = new DialedCall(board, caller, target, this);
    }

    /**
     * @param shown whether the call of the subroutine is told; a channel that was sent here shows
     *     its old application
     */
    void begin(boolean shown) {
        subroutine(board, caller, target, shown);
        notes.rings(target.device(), "", "");
        dialed.call();
        new Ringing(board, dialed, this).begin(story.nextRing(target.device()), LIMIT);
    }

    /** The subroutine that every extension uses. */
    static void subroutine(
            Switchboard board, Channel channel, DialedCall.Target target, boolean shown) {
        if (shown) {
            board.wire.app(channel, "Gosub", "sub-dial,s,1(" + target.device() + ")");
        }
        board.wire.varsets(channel, "LOCAL(ARG1)", target.device(), "LOCAL(ARGC)", "1");
        board.wire.exten(channel, "sub-dial", "s", 1, "NoOp", "dial " + target.device());
        board.wire.exten(channel, "sub-dial", "s", 2, "Dial", target.application(board));
    }

    @Override
    public void answers() {
        notes.rangUntil(target.device(), RingResult.ANSWERED);
        notes.talks(target.device(), "", "");
        List<Script.Step> steps = story.nextTalk(target.device());
        steps.stream()
                .filter(Script.Step.HangUp.class::isInstance)
                .map(Script.Step.HangUp.class::cast)
                .findFirst()
                .ifPresent(step -> board.timeline.in(step.after(), () -> hangsUp(step.side())));
    }

    private void hangsUp(Script.Side side) {
        if (!dialed.over()) {
            notes.talkedUntil(target.device(), side == Script.Side.AGENT ? "agent" : "caller");
            dialed.hangUp(
                    side == Script.Side.AGENT ? dialed.to() : caller, Occupation.HangUp.PHONE);
        }
    }

    @Override
    public void refuses() {
        notes.rangUntil(target.device(), RingResult.REJECTED);
    }

    @Override
    public void doesNotAnswer() {
        notes.rangUntil(target.device(), RingResult.NO_ANSWER);
    }

    @Override
    public void failed(String status, int cause, int techCause) {
        Outcome outcome =
                switch (status) {
                    case "BUSY" -> Outcome.BUSY;
                    case "CANCEL" -> Outcome.CANCELLED;
                    default -> Outcome.NO_ANSWER;
                };
        notes.ends(outcome, status.equals("CANCEL") ? "caller" : "pbx");
        dialplan.end(caller, cause == 0 ? 16 : cause, techCause, "");
    }

    @Override
    public void ended(boolean byCalled) {
        notes.ends(Outcome.ANSWERED, byCalled ? "agent" : "caller");
        dialplan.prepareEnd(caller, 16, Wire.NO_CAUSE, "");
        board.hangup(byCalled ? dialed.to() : caller, 16, Wire.NO_CAUSE);
        board.hangup(byCalled ? caller : dialed.to(), 16, Wire.NO_CAUSE);
    }

    @Override
    public void moved(String context, String extension) {
        notes.talksEnd("manager");
        dialplan.jump(caller, story, context, extension);
    }
}
