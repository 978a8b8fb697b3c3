package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import java.time.Duration;
import java.util.Optional;

/**
 * The application Dial: one channel calls one other, a telephone or somebody outside. It tells
 * whoever started it how that goes and leaves the consequences in the dialplan to them.
 */
final class DialedCall implements Occupation {
    private final Switchboard board;
    private final Channel from;
    private final Target target;
    private final Events events;
    private final Channel to;
    private Optional<Bridge> bridge = Optional.empty();
    private boolean rung;
    private boolean answered;
    private boolean over;

    /**
     * Whom Dial calls.
     *
     * @param device {@code PJSIP/andrea.bianco} or the trunk's
     * @param dialString without technology
     * @param number shown to the one who calls
     */
    record Target(
            String device,
            String dialString,
            String context,
            String number,
            String name,
            boolean outside) {
        static Target agent(Switchboard board, AgentPlan agent) {
            String device = board.plan.technology() + "/" + agent.device();
            return new Target(
                    device, agent.device(), "from-internal", agent.number(), agent.name(), false);
        }

        static Target outside(Switchboard board, String number, String shownName) {
            String trunk = board.plan.technology() + "/" + board.plan.trunk();
            String dial = number.substring(1) + "@" + board.plan.trunk();
            return new Target(trunk, dial, "from-trunk", number, shownName, true);
        }

        /** As the dialplan writes it. */
        String application(Switchboard board) {
            return board.plan.technology() + "/" + dialString + (outside ? ",15,tT" : ",20,tT");
        }
    }

    /** How it goes. */
    interface Events {
        /** The called telephone rings; the caller hears it next. */
        default void rings() {}

        /** After DialEnd, before the caller's own channel counts as answered. */
        default void answering() {}

        /** Not answered: NOANSWER or BUSY. The called channel is still there. */
        default void failing(String status) {}

        /** Not answered, and the called channel is gone. The caller's has to follow. */
        default void failed(String status, int cause, int techCause) {}

        /** The conversation is over, both have left the bridge; both channels have to end. */
        default void ended(boolean byCalled) {}

        /** The caller's channel is sent elsewhere by the manager; the called one is gone. */
        default void moved(String context, String extension) {}
    }

    DialedCall(Switchboard board, Channel from, Target target, Events events) {
        this.board = board;
        this.from = from;
        this.target = target;
        this.events = events;
        this.to = board.channel(target.device(), from.linkedid);
    }

    Channel to() {
        return to;
    }

    boolean answered() {
        return answered;
    }

    private void clearVariables() {
        board.wire.varsets(from, "DIALSTATUS", "", "DIALEDPEERNUMBER", "", "DIALEDPEERNAME", "");
        board.wire.noTime(from, "ANSWEREDTIME");
        board.wire.noTime(from, "DIALEDTIME");
        board.wire.noTime(from, "RINGTIME");
        board.wire.noTime(from, "PROGRESSTIME");
    }

    /** Up to the invitation. */
    void call() {
        from.occupation = this;
        to.occupation = this;
        clearVariables();
        to.at(target.context(), "s", 1).state(Channel.DOWN);
        if (!target.outside()) {
            to.caller(target.number(), target.name());
        }
        board.wire.newChannel(to);
        board.wire.varset(to, "DIALEDPEERNUMBER", target.dialString());
        board.wire.inherit(to, from);
        to.exten = target.outside() ? from.exten : "s";
        to.connectedNumber = from.number;
        to.connectedName = from.callerName;
        to.caller(target.number(), target.name());
        board.wire.app(to, "AppDial", "(Outgoing Line)");
        if (target.outside()) {
            board.wire.callerId(to, target.number(), target.name());
        }
        board.wire.connectedLine(to, from.number, from.callerName);
        board.wire.dial(
                "DialBegin", Optional.of(from), to.snapshot(), "DialString", target.dialString());
        board.wire.connectedLine(from, target.number(), target.name());
    }

    void ring() {
        rung = true;
        board.ringing(to);
        board.alert(from);
        events.rings();
        board.wire.time(from, "RINGTIME", 0);
        board.wire.dialRinging(Optional.of(from), to);
    }

    void answer() {
        pickUp();
        connect();
    }

    /** The called side answers: up to the moment when the caller's channel is answered too. */
    void pickUp() {
        answered = true;
        board.up(to);
        board.wire.varsets(
                from,
                "DIALSTATUS",
                "ANSWER",
                "DIALEDPEERNAME",
                to.name,
                "DIALEDPEERNUMBER",
                target.dialString());
        to.exten = "";
        board.wire.dialEnd(Optional.of(from), to, "ANSWER");
        events.answering();
        if (!from.isUp()) {
            board.up(from);
        }
    }

    void connect() {
        bridge = Optional.of(board.bridge());
        board.wire.app(to, "AppDial", "(Outgoing Line)");
        bridge.get().enter(to);
        bridge.get().enter(from);
    }

    /** Where the two talk; empty before the answer. */
    Optional<Bridge> bridge() {
        return bridge;
    }

    /** Nobody picks up in time. */
    void timeOut() {
        fail("NOANSWER", 0, Wire.NO_CAUSE);
    }

    /** The called side refuses. */
    void refuse(int cause, int techCause) {
        board.wire.hangupRequest(to, cause, techCause);
        fail(cause == 17 ? "BUSY" : "NOANSWER", cause, techCause);
    }

    private void fail(String status, int cause, int techCause) {
        over = true;
        board.wire.dialEnd(Optional.of(from), to, status);
        board.wire.varset(from, "DIALSTATUS", status);
        events.failing(status);
        board.hangup(to, cause, techCause);
        events.failed(status, cause, techCause);
    }

    /** The caller's side gives up before the answer. */
    void cancel(int cause, int techCause, int callersTechCause) {
        over = true;
        board.wire.dialEnd(Optional.of(from), to, "CANCEL");
        board.hangup(to, cause, techCause);
        board.wire.varset(from, "DIALSTATUS", "CANCEL");
        events.failed("CANCEL", cause, callersTechCause);
    }

    /** One of the two leaves the conversation. */
    void part(Channel first) {
        leaveBridge(first);
        long talked = Duration.between(to.since, board.timeline.now()).toMillis();
        board.wire.time(from, "ANSWEREDTIME", talked);
        board.wire.time(from, "DIALEDTIME", board.millisSince(from));
        board.wire.varset(from, "DIALSTATUS", "ANSWER");
        events.ended(first == to);
    }

    private void leaveBridge(Channel first) {
        over = true;
        bridge.ifPresent(
                b -> {
                    b.part(first);
                    b.leave(first);
                    b.leave(first == to ? from : to);
                    b.destroy();
                });
    }

    /** Somebody else takes over what happens to the two channels. */
    void letGo() {
        over = true;
    }

    boolean over() {
        return over;
    }

    /** Whom it calls. */
    Target target() {
        return target;
    }

    boolean rings() {
        return !over && !answered;
    }

    @Override
    public void hangUp(Channel channel, HangUp how) {
        if (over) {
            return;
        }
        if (answered) {
            if (how.byPhone()) {
                board.wire.hangupRequest(channel, 16, Wire.NO_CAUSE);
            }
            part(channel);
        } else if (channel == to) {
            refuse(how.byPhone() ? 17 : 16, how.byPhone() ? 486 : Wire.NO_CAUSE);
        } else {
            int techCause = how.byPhone() ? 487 : Wire.NO_CAUSE;
            if (how.byPhone()) {
                board.wire.hangupRequest(from, 127, techCause);
            }
            cancel(127, rung ? 500 : Wire.NO_CAUSE, techCause);
        }
    }

    @Override
    public boolean redirect(Channel channel, String context, String extension) {
        if (over || channel != from) {
            return false;
        }
        if (answered) {
            leaveBridge(from);
            board.hangup(to, 16, Wire.NO_CAUSE);
        } else {
            over = true;
            board.wire.dialEnd(Optional.of(from), to, "CANCEL");
            board.hangup(to, 0, Wire.NO_CAUSE);
        }
        events.moved(context, extension);
        return true;
    }
}
