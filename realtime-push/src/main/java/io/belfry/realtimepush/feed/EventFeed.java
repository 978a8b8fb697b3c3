package io.belfry.realtimepush.feed;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.EventLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells call events to who follows them, each once and without a hole: who comes back with the id
 * of the last one gets what it missed, first from the log, then live; what the log has no more is
 * told as a loss. All of it runs on the context that it was started on.
 */
public final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private static final int IN_MEMORY = 5_000;
    private static final int PAGE = 500;
    private static final int AT_ONCE = 20;

    private final Vertx vertx;
    private final EventLog log;
    private final EventTail tail = new EventTail(IN_MEMORY);
    private final Set<EventFollower> followers = new LinkedHashSet<>();

    public EventFeed(Vertx vertx, EventLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    public Future<Void> start() {
        return log.newest()
                .onSuccess(
                        found -> {
                            found.map(LoggedEvent::position).ifPresent(tail::startAt);
                            listen();
                        })
                .mapEmpty();
    }

    private void listen() {
        if (vertx.isClustered()) {
            new SharedLog(vertx, log, tail, () -> !followers.isEmpty(), this::tell).start();
        } else {
            Topic.LOGGED.subscribe(vertx, this::happened);
        }
    }

    /**
     * From here on it is told.
     *
     * @param lastId of the last event that it had; empty to begin with what happens next
     */
    public void follow(EventFollower follower, String lastId) {
        followers.add(follower);
        Optional<EventPosition> from = EventPosition.of(lastId);
        if (lastId.isEmpty()) {
            follower.beginAt(tail.position());
        } else if (from.isEmpty()) {
            beginAfterUnknown(follower);
        } else if (from.get().equals(EventTail.BEFORE_ALL)) {
            begin(follower, 0);
        } else if (tail.knows(from.get().started()) && from.get().number() <= tail.newest()) {
            begin(follower, from.get().number());
        } else {
            find(follower, from.get());
        }
    }

    /** Told nothing more; it may already be gone. */
    public void leave(EventFollower follower) {
        follower.end();
        followers.remove(follower);
    }

    /** Tells what follows until it is told or the program reads no more. */
    public void goOn(EventFollower follower) {
        while (follower.canBeTold() && follower.number() < tail.newest()) {
            if (!tail.reaches(follower.number())) {
                readFromLog(follower);
                return;
            }
            for (LoggedEvent event : tail.after(follower.number(), AT_ONCE)) {
                follower.tell(event);
            }
        }
    }

    /**
     * It knows another start of the server, or more than this node does: what is written down last
     * is as far as it got.
     */
    private void find(EventFollower follower, EventPosition from) {
        follower.reading(true);
        log.lastOf(from.started())
                .onSuccess(
                        last -> {
                            follower.reading(false);
                            last.ifPresentOrElse(
                                    known -> begin(follower, Math.min(known, from.number())),
                                    () -> findOld(follower, from));
                        })
                .onFailure(e -> giveUp(follower, e));
    }

    /** Numbers count over all starts: of one that has left the log, how much is gone is known. */
    private void findOld(EventFollower follower, EventPosition from) {
        follower.reading(true);
        log.oldestNumber()
                .onSuccess(
                        oldest -> {
                            follower.reading(false);
                            if (oldest.filter(kept -> from.number() < kept).isPresent()) {
                                begin(follower, from.number());
                            } else {
                                beginAfterUnknown(follower);
                            }
                        })
                .onFailure(e -> giveUp(follower, e));
    }

    private void begin(EventFollower follower, long from) {
        // another node of a cluster may have told it more than this one knows of yet
        follower.begin(from);
        goOn(follower);
    }

    /** Of another database, or so old that nobody knows how much it missed. */
    private void beginAfterUnknown(EventFollower follower) {
        follower.beginAt(tail.position());
        follower.lost(-1);
    }

    private void happened(LoggedEvent event) {
        tail.add(event);
        tell();
    }

    private void tell() {
        List.copyOf(followers).forEach(this::goOn);
    }

    private void readFromLog(EventFollower follower) {
        follower.reading(true);
        log.after(follower.number(), PAGE)
                .onSuccess(
                        events -> {
                            follower.reading(false);
                            events.forEach(follower::tell);
                            if (events.isEmpty()) {
                                skip(follower);
                            }
                            goOn(follower);
                        })
                .onFailure(e -> giveUp(follower, e));
    }

    /** The log has nothing more of it: memory goes on later, or with the next event. */
    private void skip(EventFollower follower) {
        tail.oldest()
                .ifPresentOrElse(
                        follower::tell,
                        () -> {
                            follower.lost(tail.newest() - follower.number());
                            follower.skipTo(tail.newest());
                        });
    }

    private void giveUp(EventFollower follower, Throwable e) {
        LOG.warn("a program was sent away: the log can not be read: {}", e.getMessage());
        leave(follower);
        follower.giveUp();
    }
}
