package io.belfry.simulator.replay;

/**
 * How fast a recording is played.
 *
 * @param times 1 = as recorded, 4 = four times as fast, 0 = no waiting at all: as fast as the
 *     sockets take it
 */
public record Speed(double times) {
    public static final Speed ORIGINAL = new Speed(1);
    public static final Speed UNLIMITED = new Speed(0);

    public Speed {
        if (times < 0 || Double.isNaN(times) || Double.isInfinite(times)) {
            throw new IllegalArgumentException("speed must be 0 (unlimited) or more: " + times);
        }
    }

    public static Speed times(double times) {
        return new Speed(times);
    }

    public boolean unlimited() {
        return times == 0;
    }
}
