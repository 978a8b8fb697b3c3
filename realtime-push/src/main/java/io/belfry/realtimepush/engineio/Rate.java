package io.belfry.realtimepush.engineio;

import java.time.Duration;
import java.time.Instant;

/** Counts what comes in windows of time. */
public final class Rate {
    private final int most;
    private final Duration window;
    private Instant windowEnds = Instant.EPOCH;
    private int count;

    public Rate(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** Counts one more and says whether that is more than may be. */
    public boolean isTooMuch(Instant now) {
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(window);
            count = 0;
        }
        count++;
        return count > most;
    }

    /** In the window that goes on. */
    public int count() {
        return count;
    }
}
