package io.belfry.core.script;

import io.belfry.core.bus.ScriptState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How a script is doing, and whether it is still called: a script that had to be stopped too often
 * is paused.
 */
final class ScriptHealth {
    static final String RUNNING = "running";
    static final String PAUSED = "paused";
    static final String FAILING = "failing";

    /** Failures one after the other; a single one is told in the call's story only. */
    private static final int FAILURES = 3;

    private final String integrationId;
    private final ScriptLimits limits;
    private final Deque<Instant> kills = new ArrayDeque<>();
    private final Deque<Instant> cancels = new ArrayDeque<>();
    private String pausedBecause = "";
    private Instant until = Instant.EPOCH;
    private Instant lastStop = Instant.EPOCH;
    private String lastFailure = "";
    private String told = RUNNING;
    private int failuresInRow;
    private long calls;
    private long failures;

    ScriptHealth(String integrationId, ScriptLimits limits) {
        this.integrationId = integrationId;
        this.limits = limits;
    }

    void done() {
        calls++;
        failuresInRow = 0;
    }

    void failed(String why) {
        calls++;
        failures++;
        failuresInRow++;
        lastFailure = why;
    }

    void killed(Instant now, String why) {
        kills.add(now);
        lastStop = now;
        forget(now);
        if (kills.size() >= limits.kills()) {
            pause(
                    now,
                    "its process had to be ended "
                            + kills.size()
                            + " times in "
                            + window()
                            + ", lately because "
                            + why);
        }
    }

    void cancelled(Instant now) {
        cancels.add(now);
        lastStop = now;
        forget(now);
        if (cancels.size() >= limits.cancels()) {
            pause(now, "it had to be stopped " + cancels.size() + " times in " + window());
        }
    }

    private String window() {
        return limits.window().toMinutes() + " minutes";
    }

    private void forget(Instant now) {
        Instant oldest = now.minus(limits.window());
        kills.removeIf(at -> at.isBefore(oldest));
        cancels.removeIf(at -> at.isBefore(oldest));
    }

    void pause(Instant now, String why) {
        pausedBecause = why;
        until = now.plus(limits.pause());
    }

    void resume() {
        pausedBecause = "";
        kills.clear();
        cancels.clear();
        failuresInRow = 0;
    }

    /** Also after a resume, which forgives but knows nothing. */
    boolean wasStoppedLately(Instant now) {
        return now.isBefore(lastStop.plus(limits.window()));
    }

    boolean isPaused() {
        return !pausedBecause.isEmpty();
    }

    /** True when a pause is over just now. */
    boolean pauseEnds(Instant now) {
        return isPaused() && !now.isBefore(until);
    }

    String pausedBecause() {
        return pausedBecause;
    }

    /** True when it is otherwise than when this was asked last. */
    boolean isNews(Instant now) {
        ScriptState state = state(now);
        String words = state.state() + (isPaused() ? state.why() : "");
        boolean news = !words.equals(told);
        told = words;
        return news;
    }

    ScriptState state(Instant now) {
        forget(now);
        boolean failing = failuresInRow >= FAILURES;
        return new ScriptState(
                integrationId,
                isPaused() ? PAUSED : failing ? FAILING : RUNNING,
                isPaused() ? pausedBecause : failing ? lastFailure : "",
                isPaused() ? until.toString() : "",
                kills.size(),
                calls,
                failures);
    }
}
