package io.belfry.simulator.manager;

import java.util.concurrent.atomic.AtomicLong;

/** Why connections came and went, counted over the life of the server. */
final class ServerCounters {
    final AtomicLong accepted = new AtomicLong();
    final AtomicLong cutByUs = new AtomicLong();
    final AtomicLong cutStalled = new AtomicLong();
    final AtomicLong cutOverflowed = new AtomicLong();
    final AtomicLong cutWithoutLogin = new AtomicLong();
}
