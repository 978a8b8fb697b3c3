package io.belfry.simulator.calls;

import io.belfry.simulator.manager.CallControl;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.truth.CallNotes;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Click to dial: the manager rings an agent's telephone and, when it is answered, dials on from it.
 */
final class OriginatedCall implements Occupation {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Dialplan dialplan;
    private final Switchboard board;
    private final CallStory story;
    private final CallNotes notes;
    private final CallControl.Dial dial;
    private final AgentPlan agent;
    private final Channel phone;
    private final Consumer<CallControl.Originated> whenKnown;
    private boolean decided;

    OriginatedCall(
            Dialplan dialplan,
            CallStory story,
            CallControl.Dial dial,
            AgentPlan agent,
            Consumer<CallControl.Originated> whenKnown) {
        this.dialplan = dialplan;
        this.board = dialplan.board();
        this.story = story;
        this.notes = story.notes();
        this.dial = dial;
        this.agent = agent;
        this.whenKnown = whenKnown;
        this.phone = board.channel(dial.channel(), "");
    }

    void begin() {
        notes.hasUniqueid(phone.uniqueid);
        phone.occupation = this;
        phone.at("from-internal", "s", 1).caller(agent.number(), agent.name()).state(Channel.DOWN);
        notes.rings(phone.device, "", "");
        board.wire.newChannel(phone);
        board.wire.app(phone, "AppDial2", "(Outgoing Line)");
        dial.variables().forEach((name, value) -> board.wire.varset(phone, name, value));
        String number = dial.callerNumber().isEmpty() ? agent.number() : dial.callerNumber();
        String name = dial.callerName().isEmpty() ? agent.name() : dial.callerName();
        board.wire.callerId(phone, number, name);
        board.wire.connectedLine(phone, number, name);
        board.wire.dial(
                "DialBegin", Optional.empty(), phone.snapshot(), "DialString", agent.device());
        Script.Reaction reaction = story.nextRing(phone.device);
        board.timeline.in(Switchboard.SIGNALLING, this::rings);
        board.timeline.in(
                reaction.after().plus(Switchboard.SIGNALLING), () -> react(reaction.kind()));
        board.timeline.in(
                LIMIT, () -> fails(RingResult.NO_ANSWER, "NOANSWER", 3, 19, Wire.NO_CAUSE));
    }

    private void rings() {
        if (!decided) {
            board.ringing(phone);
            board.wire.dialRinging(Optional.empty(), phone);
        }
    }

    private void react(Script.Reaction.Kind kind) {
        switch (kind) {
            case ANSWER -> answers();
            case REJECT -> fails(RingResult.REJECTED, "BUSY", 5, 17, 486);
            case DECLINE -> fails(RingResult.REJECTED, "NOANSWER", 5, 21, 603);
            case IGNORE -> {}
        }
    }

    private void answers() {
        if (decided) {
            return;
        }
        decided = true;
        notes.rangUntil(phone.device, RingResult.ANSWERED);
        board.up(phone);
        board.wire.dialEnd(Optional.empty(), phone, "ANSWER");
        whenKnown.accept(new CallControl.Originated(true, 4, phone.name, phone.uniqueid));
        if (dial.extension().startsWith("9") && dial.extension().length() > 1) {
            new OutboundCall(dialplan, phone, story, dial.extension()).begin();
        } else {
            dialplan.jump(phone, story, dial.context(), dial.extension());
        }
    }

    private void fails(RingResult result, String status, int reason, int cause, int techCause) {
        if (decided) {
            return;
        }
        decided = true;
        notes.rangUntil(phone.device, result);
        notes.ends(result == RingResult.REJECTED ? Outcome.BUSY : Outcome.NO_ANSWER, "pbx");
        if (techCause != Wire.NO_CAUSE) {
            board.wire.hangupRequest(phone, cause, techCause);
        }
        board.wire.dialEnd(Optional.empty(), phone, status);
        board.hangup(phone, cause, techCause);
        whenKnown.accept(new CallControl.Originated(false, reason, dial.channel(), "<unknown>"));
    }

    @Override
    public void hangUp(Channel channel, HangUp how) {
        fails(
                RingResult.REJECTED,
                "NOANSWER",
                5,
                how.byPhone() ? 17 : 16,
                how.byPhone() ? 486 : Wire.NO_CAUSE);
    }

    @Override
    public boolean redirect(Channel channel, String context, String extension) {
        return false;
    }
}
