package io.belfry.simulator.calls;

import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The application Queue for one caller: joins, waits, rings members in rounds, connects or leaves.
 * The conversation that follows an answer is a {@link QueueTalk}.
 */
final class QueuedCall implements Occupation {
    /** How often a caller who waits looks whether somebody is free; app_queue's own. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Switchboard board;
    private final QueueLine line;
    private final Channel caller;
    private final CallStory story;
    private final Dialplan dialplan;
    private final Instant joined;
    private Optional<RingRound> round = Optional.empty();
    private List<Timeline.Task> planned = List.of();
    private int originalPosition;
    private boolean waiting = true;
    private String lastTried = "";

    QueuedCall(Dialplan dialplan, QueueLine line, Channel caller, CallStory story) {
        this.dialplan = dialplan;
        this.board = dialplan.board();
        this.line = line;
        this.caller = caller;
        this.story = story;
        this.joined = board.timeline.now();
    }

    /**
     * @param limit how long the dialplan lets the caller wait
     */
    void begin(Duration limit) {
        caller.occupation = this;
        story.notes().waits(line.name());
        clearVariables();
        line.join(this);
        originalPosition = line.positionOf(this);
        QueueEvents.join(this);
        board.wire.musicStarts(caller);
        Duration patience = story.order().script().patience().orElse(FOR_EVER);
        planned =
                List.of(
                        board.timeline.in(limit, this::timedOut),
                        board.timeline.in(patience, this::givesUp));
        board.timeline.in(Duration.ZERO, this::tryToRing);
    }

    private void clearVariables() {
        board.wire.noTime(caller, "ANSWEREDTIME");
        board.wire.noTime(caller, "DIALEDTIME");
        board.wire.noTime(caller, "QUEUEWAIT");
    }

    Switchboard board() {
        return board;
    }

    Dialplan dialplan() {
        return dialplan;
    }

    QueueLine line() {
        return line;
    }

    Channel caller() {
        return caller;
    }

    CallStory story() {
        return story;
    }

    boolean isWaiting() {
        return waiting && round.isEmpty();
    }

    int originalPosition() {
        return originalPosition;
    }

    /** Both in whole seconds of the clock, as app_queue counts. */
    long holdSeconds() {
        return board.now() - joined.getEpochSecond();
    }

    /** Interface of the member that was last rung for this caller, or empty. */
    String lastTried() {
        return lastTried;
    }

    void tries(MemberState member) {
        lastTried = member.address();
        line.rung(member);
    }

    void tellCalled(AgentLeg leg) {
        QueueEvents.called(this, leg);
    }

    private void tryToRing() {
        if (!isWaiting()) {
            return;
        }
        List<MemberState> members = line.choose(this);
        if (members.isEmpty()) {
            board.timeline.in(RECHECK, this::tryToRing);
        } else {
            RingRound fresh = new RingRound(this, members);
            round = Optional.of(fresh);
            fresh.begin();
        }
    }

    /** The round is over without an answer. */
    void nobodyAnswered() {
        round = Optional.empty();
        board.timeline.in(line.plan().retry(), this::tryToRing);
    }

    /** Somebody answered: the queue connects the two. */
    void answered(AgentLeg leg, long ringSeconds) {
        stopWaiting();
        line.stats().connected(holdSeconds());
        QueueEvents.connectVariables(this, leg);
        int position = line.positionOf(this);
        line.leave(this);
        QueueEvents.leave(this, position);
        board.wire.time(caller, "QUEUEWAIT", holdSeconds() * 1000);
        leg.beforeBridge();
        QueueEvents.connect(this, leg, ringSeconds);
        if (!caller.isUp()) {
            board.up(caller);
        }
        QueueTalk.begin(this, leg);
    }

    private void stopWaiting() {
        waiting = false;
        round = Optional.empty();
        planned.forEach(Timeline.Task::cancel);
    }

    private void givesUp() {
        hangUp(caller, HangUp.PHONE);
    }

    @Override
    public void hangUp(Channel channel, HangUp how) {
        if (!waiting) {
            return;
        }
        if (channel != caller) {
            round.ifPresent(r -> r.phoneEnded(channel, how));
            return;
        }
        Outcome outcome = how.byPhone() ? Outcome.ABANDONED : Outcome.CANCELLED;
        story.notes().waitedUntil(outcome);
        boolean answered = caller.isUp();
        int techCause = how.byPhone() && !answered ? 487 : Wire.NO_CAUSE;
        int cause = how.byPhone() ? (answered ? 0 : 127) : how.cause();
        if (how.byPhone()) {
            board.wire.hangupRequest(caller, answered ? Wire.NO_CAUSE : 127, techCause);
        }
        board.wire.musicStops(caller);
        abandon(RingResult.CALLER_GONE);
        story.notes().ends(outcome, how.byPhone() ? "caller" : "manager");
        dialplan.end(caller, cause, techCause, "");
    }

    /** Everything that a caller who leaves unanswered sets off in the queue. */
    private void abandon(RingResult result) {
        round.ifPresent(r -> r.cancel(0, result));
        stopWaiting();
        waitVariables();
        abandonEvents();
        QueueEvents.leave(this, leavePosition());
    }

    private int leavePosition() {
        int position = line.positionOf(this);
        line.leave(this);
        return position;
    }

    private void waitVariables() {
        board.wire.time(caller, "QUEUEWAIT", holdSeconds() * 1000);
        board.wire.time(caller, "DIALEDTIME", board.millisSince(caller));
        board.wire.time(caller, "ANSWEREDTIME", 0);
    }

    private void abandonEvents() {
        board.wire.varset(caller, "ABANDONED", "TRUE");
        line.tellStats(caller);
        QueueEvents.abandon(this);
        line.stats().abandoned();
        line.tellStats(caller);
    }

    /** The dialplan takes the caller back. */
    private void timedOut() {
        if (!waiting) {
            return;
        }
        story.notes().waitedUntil(Outcome.TIMEOUT);
        round.ifPresent(RingRound::timeOut);
        stopWaiting();
        board.wire.varset(caller, "ABANDONED", "TRUE");
        line.tellStats(caller);
        QueueEvents.abandon(this);
        line.stats().abandoned();
        waitVariables();
        board.wire.musicStops(caller);
        line.tellStats(caller);
        QueueEvents.leave(this, leavePosition());
        board.wire.varset(caller, "QUEUESTATUS", "TIMEOUT");
        dialplan.queueResult(caller, story, "TIMEOUT");
    }

    /** The manager takes the caller out of the queue. */
    void withdraw(String info) {
        if (!waiting) {
            return;
        }
        story.notes().waitedUntil(Outcome.WITHDRAWN);
        round.ifPresent(r -> r.cancel(0, RingResult.CALLER_GONE));
        stopWaiting();
        waitVariables();
        board.wire.varset(caller, "ABANDONED", "TRUE");
        line.tellStats(caller);
        QueueEvents.abandon(this);
        line.stats().abandoned();
        if (!info.isEmpty()) {
            board.wire.varset(caller, "QUEUE_WITHDRAW_INFO", info);
        }
        board.wire.musicStops(caller);
        line.tellStats(caller);
        QueueEvents.leave(this, leavePosition());
        board.wire.varset(caller, "QUEUESTATUS", "WITHDRAW");
        dialplan.queueResult(caller, story, "WITHDRAW");
    }

    @Override
    public boolean redirect(Channel channel, String context, String extension) {
        if (!waiting || channel != caller) {
            return false;
        }
        story.notes().waitedUntil(Outcome.CANCELLED);
        board.wire.musicStops(caller);
        abandon(RingResult.CALLER_GONE);
        dialplan.jump(caller, story, context, extension);
        return true;
    }
}
