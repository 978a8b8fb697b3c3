package io.belfry.realtimepush;

import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.web.Principal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * One program that reads the event stream: where it is, and how what follows is written to it.
 * Nothing is queued for it; when it reads slowly it falls behind in the log, and when it reads
 * nothing for {@link #PATIENCE} it is sent away and may come back to where it was.
 */
final class EventClient {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More often than proxies give up on a silent connection. */
    static final Duration BEAT = Duration.ofSeconds(10);

    private static final int RECONNECT_MILLIS = 2_000;

    private final Wire wire;
    private final Principal who;
    private final Sight sight;
    private final EventFilter filter;
    private long number;
    private boolean reading;
    private boolean ended;
    private String last = "";
    private Instant fullSince = Instant.MAX;
    private Instant lastSent = Instant.EPOCH;

    /** The response, as far as it matters here. */
    interface Wire {
        boolean isFull();

        void send(String text);

        void close();
    }

    EventClient(Wire wire, Principal who, EventFilter filter) {
        this.wire = wire;
        this.who = who;
        this.sight = new Sight(who);
        this.filter = filter;
    }

    Principal who() {
        return who;
    }

    /** All up to here it has had. */
    long number() {
        return number;
    }

    boolean isReading() {
        return reading;
    }

    /** While the database is asked for what it missed. */
    void reading(boolean now) {
        reading = now;
    }

    boolean isFull() {
        return wire.isFull();
    }

    boolean hasEnded() {
        return ended;
    }

    void begin(long from, Instant now) {
        number = from;
        send("retry: " + RECONNECT_MILLIS + "\n\n", now);
    }

    /** The next in order; what it does not want or may not see only moves it on. */
    void tell(LoggedEvent event, Instant now) {
        long missing = event.position().number() - number - 1;
        if (missing > 0) {
            lost(missing, now);
        }
        number = event.position().number();
        last = event.position().toString();
        if (filter.matches(event) && sight.queue(event.queue())) {
            send(
                    "id: %s\nevent: %s\ndata: %s\n\n".formatted(last, event.kind(), event.json()),
                    now);
        }
    }

    /**
     * So many events are not to be had any more, for whoever and of whatever kind.
     *
     * @param count less than 0 when nobody knows how many
     */
    void lost(long count, Instant now) {
        JsonObject data = new JsonObject().put("event", "lost");
        data.put("count", count < 0 ? null : count);
        send("event: lost\ndata: " + data.encode() + "\n\n", now);
    }

    /** All up to there is gone, and it was told so. */
    void skipTo(long to) {
        number = to;
    }

    /**
     * @return false when it read nothing for too long and was sent away
     */
    boolean tick(Instant now) {
        if (wire.isFull()) {
            fullSince = fullSince.equals(Instant.MAX) ? now : fullSince;
            if (now.isBefore(fullSince.plus(PATIENCE))) {
                return true;
            }
            close();
            return false;
        }
        fullSince = Instant.MAX;
        if (!now.isBefore(lastSent.plus(BEAT))) {
            // the id alone: who asks for few events comes back to now and not to his last one
            send(": beat\n" + (last.isEmpty() ? "" : "id: " + last + "\n") + "\n", now);
        }
        return true;
    }

    void close() {
        ended = true;
        wire.close();
    }

    private void send(String text, Instant now) {
        if (!ended) {
            wire.send(text);
            lastSent = now;
        }
    }
}
