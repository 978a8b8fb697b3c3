package io.belfry.simulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks of the simulated PBX.
 *
 * @param port on the loopback address; 0 takes a free one
 * @param rate calls a second; 0 = none
 * @param replay recordings to play instead of making calls
 * @param speed how much faster than real time; for recordings 0 = without waiting
 * @param seed of everything that is random
 * @param user of the one manager account
 * @param truth a file that gets a line of JSON for each generated call; empty = none
 */
public record SimulatorOptions(
        int port,
        double rate,
        List<Path> replay,
        double speed,
        long seed,
        String user,
        String secret,
        Path truth) {
    /** Where no file is to be written. */
    public static final Path NO_FILE = Path.of("");

    public SimulatorOptions {
        replay = List.copyOf(replay);
        if (rate < 0 || Double.isNaN(rate)) {
            throw new IllegalArgumentException("rate must not be negative: " + rate);
        }
        if (speed < 0 || speed == 0 && replay.isEmpty() || Double.isNaN(speed)) {
            throw new IllegalArgumentException("speed must be more than 0: " + speed);
        }
    }

    /** Port 5038, two calls a second, real time, the account of the recordings. */
    public static SimulatorOptions standard() {
        return new SimulatorOptions(
                5038, 2, List.of(), 1, 1, SimulatorConfig.USER, SimulatorConfig.SECRET, NO_FILE);
    }

    Optional<Path> truthFile() {
        return truth.equals(NO_FILE) ? Optional.empty() : Optional.of(truth);
    }

    @Override
    public String toString() {
        return "port "
                + port
                + ", "
                + rate
                + " calls/s, replay "
                + replay
                + ", speed "
                + speed
                + ", seed "
                + seed;
    }
}
