package io.belfry.core.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Opens one socket for a page that has no cookie of ours: the customer's own, in which an agent's
 * calls are shown. Each is good once and for a minute, and only its hash is kept. Any thread may
 * ask.
 */
final class Tickets {
    /** From when it is asked for until the socket opens. */
    static final Duration GOOD_FOR = Duration.ofSeconds(60);

    static final int MOST = 10_000;
    private static final int BYTES = 24;

    private record Issued(Principal holder, long nanos) {}

    private final Map<String, Issued> open = new LinkedHashMap<>();
    private final LongSupplier nanoTime;

    Tickets(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** When there are too many the oldest is forgotten; its page asks for another. */
    synchronized String issue(Principal holder) {
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        String ticket = Tokens.random(BYTES);
        open.put(Tokens.hash(ticket), new Issued(holder, nanoTime.getAsLong()));
        return ticket;
    }

    /** Empty for one that is not known, was used, or is too old. */
    synchronized Optional<Principal> take(String ticket) {
        return Optional.ofNullable(open.remove(Tokens.hash(ticket)))
                .filter(each -> nanoTime.getAsLong() - each.nanos() < GOOD_FOR.toNanos())
                .map(Issued::holder);
    }
}
