package io.belfry.ami.recorder;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much of a PBX's stream is kept.
 *
 * @param folder one folder for each PBX is made in it
 * @param bytes on disk for each PBX, at most; 0 keeps nothing
 * @param age what is older goes
 */
public record RecorderOptions(Path folder, long bytes, Duration age) {
    /** Less would not hold one file that is closed and one that is written. */
    public static final long LEAST = 1L << 20;

    public static final RecorderOptions OFF = new RecorderOptions(Path.of(""), 0, Duration.ZERO);

    public RecorderOptions {
        if (bytes != 0 && bytes < LEAST) {
            throw new IllegalArgumentException("at least " + LEAST + " bytes, or 0 for none");
        }
    }

    boolean isOff() {
        return bytes == 0;
    }

    /** A file that has grown so big is closed. */
    long fileBytes() {
        return Math.min(bytes / 8, 8L << 20);
    }

    /** A file that is so old is closed. */
    Duration fileAge() {
        Duration part = age.dividedBy(12);
        return part.compareTo(Duration.ofMinutes(30)) > 0 ? Duration.ofMinutes(30) : part;
    }
}
