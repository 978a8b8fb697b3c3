package io.belfry.realtimepush;

/**
 * How much of the live table is kept and for how many.
 *
 * @param rows newest rows in memory
 * @param listeners live views at once
 * @param listenersPerUser of these, for one account
 */
public record RealtimeLimits(int rows, int listeners, int listenersPerUser) {
    public RealtimeLimits {
        if (rows < 1 || listeners < 1 || listenersPerUser < 1) {
            throw new IllegalArgumentException("a limit must be at least 1");
        }
    }

    /** 2,000 rows, 200 views, 10 for each user. */
    public static RealtimeLimits defaults() {
        return new RealtimeLimits(2_000, 200, 10);
    }
}
