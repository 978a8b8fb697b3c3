package io.belfry.simulator.calls;

import io.belfry.simulator.truth.CallNotes;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * An agent calls somebody outside through the trunk: dialled at the telephone, or begun by the
 * manager.
 */
final class OutboundCall implements DialedCall.Events, Ringing.Person {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Dialplan dialplan;
    private final Switchboard board;
    private final Channel agent;
    private final CallStory story;
    private final CallNotes notes;
    private final String dialled;
    private DialedCall dialed;

    OutboundCall(Dialplan dialplan, Channel agent, CallStory story, String dialled) {
        this.dialplan = dialplan;
        this.board = dialplan.board();
        this.agent = agent;
        this.story = story;
        this.notes = story.notes();
        this.dialled = dialled;
    }

    /** The dialplan for numbers with the prefix 9. */
    void begin() {
        String outside = dialled.substring(1);
        String order = "OUT-" + outside.substring(Math.max(0, outside.length() - 4));
        String shown = agent.connectedName;
        step(1, "NoOp", "outbound " + outside + " by " + agent.number);
        step(2, "Set", "ordernumber=" + order);
        board.wire.varset(agent, "ordernumber", order);
        step(3, "Set", "CALLERID(num)=390255500");
        board.wire.callerId(agent, "390255500", agent.callerName);
        step(4, "Set", "CALLERID(name)=ACME");
        board.wire.callerId(agent, "390255500", "ACME");
        DialedCall.Target target = DialedCall.Target.outside(board, dialled, shown);
        step(5, "Dial", target.application(board));
        dialed = new DialedCall(board, agent, target, this);
        dialed.call();
        new Ringing(board, dialed, this).begin(story.order().script().callee(), LIMIT);
        story.order()
                .script()
                .patience()
                .ifPresent(limit -> board.timeline.in(limit, this::givesUp));
    }

    private void step(int priority, String app, String data) {
        board.wire.exten(agent, "from-internal", dialled, priority, app, data);
    }

    private void givesUp() {
        if (dialed.rings()) {
            notes.ends(Outcome.CANCELLED, "agent");
            dialed.hangUp(agent, Occupation.HangUp.PHONE);
        }
    }

    @Override
    public void answers() {
        notes.talks(agent.device, "", "");
        List<Script.Step> steps = story.nextTalk(agent.device);
        steps.stream()
                .filter(Script.Step.HangUp.class::isInstance)
                .map(Script.Step.HangUp.class::cast)
                .findFirst()
                .ifPresent(step -> board.timeline.in(step.after(), () -> hangsUp(step.side())));
    }

    /**
     * The callee is the one outside: for an outbound call that is the side of the caller of other
     * calls.
     */
    private void hangsUp(Script.Side side) {
        if (!dialed.over()) {
            boolean byAgent = side == Script.Side.AGENT;
            notes.ends(Outcome.ANSWERED, byAgent ? "agent" : "callee");
            dialed.hangUp(byAgent ? agent : dialed.to(), Occupation.HangUp.PHONE);
        }
    }

    @Override
    public void refuses() {
        notes.ends(Outcome.BUSY, "callee");
    }

    @Override
    public void doesNotAnswer() {
        notes.ends(Outcome.NO_ANSWER, "pbx");
    }

    @Override
    public void failing(String status) {
        int cause = status.equals("BUSY") ? 17 : 0;
        step(6, "NoOp", status);
        step(7, "Hangup", Integer.toString(cause));
        dialplan.prepareEnd(agent, cause == 0 ? 16 : cause, Wire.NO_CAUSE, "");
    }

    @Override
    public void failed(String status, int cause, int techCause) {
        notes.ends(Outcome.CANCELLED, "manager");
        if (status.equals("CANCEL")) {
            dialplan.end(agent, cause, techCause, "");
        } else {
            board.hangup(agent, cause == 0 ? 16 : cause, techCause);
        }
    }

    @Override
    public void ended(boolean byCalled) {
        notes.ends(Outcome.ANSWERED, "manager");
        dialplan.prepareEnd(agent, 16, Wire.NO_CAUSE, "");
        board.hangup(byCalled ? dialed.to() : agent, 16, Wire.NO_CAUSE);
        board.hangup(byCalled ? agent : dialed.to(), 16, Wire.NO_CAUSE);
    }

    @Override
    public void moved(String context, String extension) {
        notes.talksEnd("manager");
        dialplan.jump(agent, story, context, extension);
    }
}
