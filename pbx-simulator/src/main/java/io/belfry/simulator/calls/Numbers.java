package io.belfry.simulator.calls;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/**
 * Names and ids of what comes into being. They repeat with the seed and start again when the PBX
 * does.
 */
final class Numbers {
    private final Random random;
    private long channels;
    private long uniqueids;
    private long locals;
    private long optimizations;

    Numbers(Random random) {
        this.random = random;
    }

    void restart() {
        channels = 0;
        uniqueids = 0;
        locals = 0;
        optimizations = 0;
    }

    String channel(String device) {
        return "%s-%08x".formatted(device, channels++);
    }

    /** Both ends of a Local channel share it. */
    String local(String target) {
        return "%s-%08x".formatted(target, locals++);
    }

    String uniqueid(Instant now) {
        return now.getEpochSecond() + "." + uniqueids++;
    }

    String optimization() {
        return Long.toString(optimizations++);
    }

    String uuid() {
        return new UUID(
                        random.nextLong() & ~0xf000L | 0x4000L,
                        random.nextLong() & 0x3fffffffffffffffL | Long.MIN_VALUE)
                .toString();
    }
}
