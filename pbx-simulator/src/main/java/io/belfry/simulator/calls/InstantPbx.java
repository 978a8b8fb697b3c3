package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.truth.TruthJournal;
import java.time.Duration;
import java.time.Instant;

/**
 * A PBX without sockets and without waiting: hours of calls happen in the time that it takes to
 * compute them. The listener gets each event with the moment at which it would have been sent; the
 * state is that of the same moment.
 */
public final class InstantPbx {
    /** Not the present, so that the same seed gives the same bytes every day. */
    public static final Instant START = Instant.parse("2026-11-22T15:00:00Z");

    private static final int JOURNAL_LIMIT = 100_000;

    private final Timeline timeline = new Timeline(START);
    private final PbxState state;
    private final CallCenter calls;

    /** Hears each event at its moment. */
    public interface Listener {
        void heard(Instant at, AmiEvent event);
    }

    public InstantPbx(PbxPlan plan, long seed, Quirks quirks, Listener listener) {
        this.state = new PbxState(plan, START);
        PbxState known = state;
        Timeline clock = timeline;
        this.calls =
                new CallCenter(
                        new CallCenter.Setup(plan, seed, quirks, JOURNAL_LIMIT),
                        timeline,
                        state,
                        event -> {
                            known.apply(event, clock.now());
                            listener.heard(clock.now(), event);
                        });
    }

    public CallCenter calls() {
        return calls;
    }

    public PbxState state() {
        return state;
    }

    public TruthJournal journal() {
        return calls.journal();
    }

    public Instant now() {
        return timeline.now();
    }

    /** Lets that much time pass. */
    public void run(Duration time) {
        timeline.runUntil(timeline.now().plus(time));
    }

    /** The PBX dies and is there again at once; nothing that was planned will happen. */
    public void restart() {
        calls.restart();
        state.reboot(state.plan(), timeline.now());
        calls.booted();
    }

    /** Runs until no call is left, at most that long. */
    public void runUntilQuiet(Duration limit) {
        Instant end = timeline.now().plus(limit);
        while (calls.liveChannels() > 0
                && timeline.next().filter(due -> !due.isAfter(end)).isPresent()) {
            timeline.runUntil(timeline.next().orElseThrow());
        }
    }
}
