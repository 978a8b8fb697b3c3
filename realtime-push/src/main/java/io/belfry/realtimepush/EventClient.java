package io.belfry.realtimepush;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.web.Principal;
import io.belfry.realtimepush.feed.EventFollower;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One program that reads the event stream: how what follows is written to it. When it reads nothing
 * for {@link #PATIENCE} it is sent away and may come back to where it was.
 */
final class EventClient extends EventFollower {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More often than proxies give up on a silent connection. */
    static final Duration BEAT = Duration.ofSeconds(10);

    private static final int RECONNECT_MILLIS = 2_000;

    private final Wire wire;
    private final Principal who;
    private final Sight sight;
    private final EventFilter filter;
    private final Clock clock;
    private String last = "";
    private Instant fullSince = Instant.MAX;
    private Instant lastSent = Instant.EPOCH;

    /** The response, as far as it matters here. */
    interface Wire {
        boolean isFull();

        void send(String text);

        void close();
    }

    EventClient(Wire wire, Principal who, EventFilter filter, Clock clock) {
        this.wire = wire;
        this.who = who;
        this.sight = new Sight(who);
        this.filter = filter;
        this.clock = clock;
    }

    Principal who() {
        return who;
    }

    @Override
    protected boolean isFull() {
        return wire.isFull();
    }

    @Override
    protected void began(Optional<EventPosition> position) {
        position.ifPresent(here -> last = here.toString());
        send(
                "retry: "
                        + RECONNECT_MILLIS
                        + "\n"
                        + (last.isEmpty() ? "" : "id: " + last + "\n")
                        + "\n");
    }

    @Override
    protected void told(LoggedEvent event) {
        last = event.position().toString();
        if (filter.matches(event) && sight.queue(event.queue())) {
            send("id: %s\nevent: %s\ndata: %s\n\n".formatted(last, event.kind(), event.json()));
        }
    }

    @Override
    protected void lost(long count) {
        JsonObject data = new JsonObject().put("event", "lost");
        data.put("count", count < 0 ? null : count);
        send("event: lost\ndata: " + data.encode() + "\n\n");
    }

    @Override
    protected void giveUp() {
        close();
    }

    /**
     * @return false when it read nothing for too long and was sent away
     */
    boolean tick() {
        Instant now = clock.instant();
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
            send(": beat\n" + (last.isEmpty() ? "" : "id: " + last + "\n") + "\n");
        }
        return true;
    }

    void close() {
        end();
        wire.close();
    }

    private void send(String text) {
        if (!hasEnded()) {
            wire.send(text);
            lastSent = clock.instant();
        }
    }
}
