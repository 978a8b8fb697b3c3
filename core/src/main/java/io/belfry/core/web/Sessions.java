package io.belfry.core.web;

import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Subscription;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseAway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in. The truth is in the database, so that a restart logs nobody out and every node
 * knows everybody; what is used often is kept in memory. Any thread may call.
 *
 * <p>A session that ends, for whatever reason, is told on {@link Topic#SESSIONS_ENDED}, so that
 * open sockets close. Memory believes a session for at most a minute without looking at its row
 * again: that is the longest that a node cut off from the bus is wrong.
 *
 * <p>Times are those of the wall clock, because nodes share them and they outlive a restart. When
 * that clock is set, silence counts from then on: nobody is logged out because it jumped, and what
 * memory believed is looked up anew. The end of a session that was long enough is the wall clock's.
 */
public final class Sessions {
    /** Two separate log-ins, so that one browser can be administrator and agent at once. */
    public enum Kind {
        STAFF,
        AGENT;

        public static Kind of(Role role) {
            return role == Role.AGENT ? AGENT : STAFF;
        }
    }

    /** A new session and the only place where the cookie's value is ever seen. */
    public record Opened(String token, Session session) {}

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int TOKEN_LENGTH = Tokens.random().length();
    private static final int MAX_IN_MEMORY = 20_000;
    private static final int MAX_PER_USER = 20;
    private static final Duration BELIEVED = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final SessionRows rows;
    private final Tickets tickets;
    private final SiteConfig config;
    private final WallClock clock;
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final AtomicLong endings = new AtomicLong();
    private volatile Instant nextSweepOfRows = Instant.EPOCH;
    private volatile Instant clockSetAt = Instant.EPOCH;
    private volatile Supplier<Future<Void>> stopping = Future::succeededFuture;

    public Sessions(Vertx vertx, Database database, SiteConfig config, Clock clock) {
        this(vertx, database, config, clock, System::nanoTime);
    }

    /**
     * @param nanoTime tells whether the clock was set
     */
    public Sessions(
            Vertx vertx, Database database, SiteConfig config, Clock clock, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.rows = new SessionRows(database);
        this.tickets = new Tickets(database, clock);
        this.config = config;
        this.clock = new WallClock(clock, nanoTime);
    }

    /** Begins to forget what is over, and to listen to what other nodes end. */
    public Future<Void> start() {
        Subscription listening = Topic.SESSIONS_ENDED.subscribe(vertx, this::forget);
        long timer = vertx.setPeriodic(SWEEP.toMillis(), tick -> sweepOrSay());
        stopping =
                () -> {
                    vertx.cancelTimer(timer);
                    return listening.unregister();
                };
        return Future.succeededFuture();
    }

    /** Sessions go on in the database; only this object stops looking after them. */
    public Future<Void> stop() {
        return stopping.get();
    }

    /** What to tell somebody who has waited long, when it is the database that he waits for. */
    Optional<DatabaseAway> databaseOverdue() {
        return rows.databaseOverdue();
    }

    /** For pages that have no session of their own; what nobody used is swept with the sessions. */
    public Tickets tickets() {
        return tickets;
    }

    /**
     * Logs somebody in. Whoever has more than twenty sessions loses the oldest.
     *
     * @param address where he comes from
     */
    public Future<Opened> create(Principal who, String address) {
        String token = Tokens.random();
        Instant now = now();
        Kind kind = Kind.of(who.role());
        Session session = new Session(kind, who.in(Tokens.hash(token)), now);
        return rows.insert(session, address, now)
                .compose(done -> rows.keysOf(kind, who.user()))
                .compose(keys -> endEach(tooMany(keys, session.key())))
                .map(
                        done -> {
                            remember(new Live(session, now, now));
                            return new Opened(token, session);
                        });
    }

    /** The session of a cookie, if there still is one. Counts as a sign of life. */
    public Future<Optional<Session>> find(Kind kind, String token) {
        return find(kind, token, true);
    }

    /**
     * The same for what a page's script asks by itself: that nobody has gone home yet can not be
     * told from it.
     */
    public Future<Optional<Session>> peek(Kind kind, String token) {
        return find(kind, token, false);
    }

    private Future<Optional<Session>> find(Kind kind, String token, boolean alive) {
        if (token.length() != TOKEN_LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        return find(Tokens.hash(token), alive)
                .map(found -> found.filter(session -> session.kind() == kind));
    }

    /**
     * A sign of life from an open socket.
     *
     * @param key of the session
     * @return whether it still lives; if not, close the socket
     */
    public Future<Boolean> touch(String key) {
        return find(key, true).map(Optional::isPresent);
    }

    /** Logs out. */
    public Future<Void> end(String key) {
        return endEach(List.of(key));
    }

    /** After a new password, another role or a disabled account: every session of this user. */
    public Future<Void> endAllOf(Kind kind, String user) {
        return rows.keysOf(kind, user).compose(this::endEach);
    }

    /** After a user has changed his own password: everywhere but here. */
    public Future<Void> endOthersOf(Kind kind, String user, String keep) {
        return rows.keysOf(kind, user)
                .map(keys -> keys.stream().filter(key -> !key.equals(keep)).toList())
                .compose(this::endEach);
    }

    /**
     * The same user with another name or other queues: he stays logged in, but his sockets are
     * closed, so that they come back with the new rights.
     */
    public Future<Void> changed(Principal who) {
        Kind kind = Kind.of(who.role());
        return rows.update(kind, who)
                .compose(done -> rows.keysOf(kind, who.user()))
                .onSuccess(
                        keys ->
                                keys.forEach(
                                        key -> {
                                            live.remove(key);
                                            tell(who.user(), key);
                                        }))
                .mapEmpty();
    }

    /** Ends what has been silent too long; called each second, the rows once a minute. */
    Future<Void> sweep() {
        Instant now = now();
        List<String> over =
                live.values().stream()
                        .filter(each -> isOver(each.session, each.lastSeen, now))
                        .map(each -> each.session.key())
                        .toList();
        if (now.isBefore(nextSweepOfRows)) {
            return endEach(over);
        }
        nextSweepOfRows = now.plus(BELIEVED);
        return endEach(over).compose(done -> sweepRows(now));
    }

    private Instant now() {
        Instant now = clock.instant();
        Instant setAt = clock.setAt();
        if (!setAt.equals(clockSetAt)) {
            clockSetAt = setAt;
            // what was to be looked at by the time before
            live.clear();
            nextSweepOfRows = Instant.EPOCH;
            LOG.warn("the clock was set to {}: silence of sessions counts from now on", setAt);
        }
        return now;
    }

    private static List<String> tooMany(List<String> newestFirst, String newest) {
        return newestFirst.stream()
                .filter(key -> !key.equals(newest))
                .skip(MAX_PER_USER - 1)
                .toList();
    }

    private Future<Void> sweepRows(Instant now) {
        Instant tooOld = now.minus(config.absolute());
        return rows.silent(Kind.STAFF, silentSince(Kind.STAFF, now), tooOld)
                .compose(this::endEach)
                .compose(done -> rows.silent(Kind.AGENT, silentSince(Kind.AGENT, now), tooOld))
                .compose(this::endEach)
                .compose(done -> tickets.sweep());
    }

    private Instant silentSince(Kind kind, Instant now) {
        // a row may be a minute behind what a node knows, see find
        Instant since = now.minus(config.idle(kind)).minus(BELIEVED);
        return since.isBefore(clockSetAt) ? Instant.EPOCH : since;
    }

    /**
     * @param alive whether it is a sign of life
     */
    private Future<Optional<Session>> find(String key, boolean alive) {
        Instant now = now();
        Live known = live.get(key);
        if (known == null) {
            return load(key, now, alive);
        }
        if (isOver(known.session, known.lastSeen, now)) {
            return end(key).map(Optional.empty());
        }
        if (alive) {
            known.lastSeen = now;
        }
        if (now.isBefore(known.lastWritten.plus(BELIEVED))) {
            return Future.succeededFuture(Optional.of(known.session));
        }
        known.lastWritten = now;
        return rows.seen(key, known.lastSeen)
                .map(
                        stillThere -> {
                            if (!stillThere) {
                                live.remove(key);
                            }
                            return stillThere ? Optional.of(known.session) : Optional.empty();
                        });
    }

    private Future<Optional<Session>> load(String key, Instant now, boolean alive) {
        long before = endings.get();
        return rows.find(key)
                .compose(
                        found -> {
                            if (found.isEmpty()) {
                                return Future.succeededFuture(Optional.empty());
                            }
                            SessionRows.Stored stored = found.get();
                            if (isOver(stored.session(), stored.lastSeen(), now)) {
                                return end(key).map(Optional.empty());
                            }
                            Instant lastSeen = alive ? now : stored.lastSeen();
                            // a log-out between our question and its answer must not be undone
                            if (endings.get() == before) {
                                remember(new Live(stored.session(), lastSeen, now));
                            }
                            return rows.seen(key, lastSeen).map(Optional.of(stored.session()));
                        });
    }

    private boolean isOver(Session session, Instant lastSeen, Instant now) {
        Instant silent = lastSeen.isBefore(clockSetAt) ? clockSetAt : lastSeen;
        return !now.isBefore(silent.plus(config.idle(session.kind())))
                || !now.isBefore(session.created().plus(config.absolute()));
    }

    private Future<Void> endEach(List<String> keys) {
        Future<Void> all = Future.succeededFuture();
        for (String key : keys) {
            all = all.compose(done -> endOne(key));
        }
        return all;
    }

    private Future<Void> endOne(String key) {
        return rows.delete(key)
                .onSuccess(
                        user -> {
                            endings.incrementAndGet();
                            Live known = live.remove(key);
                            String name = known == null ? user : known.session.principal().user();
                            tell(name, key);
                        })
                .mapEmpty();
    }

    private void tell(String user, String key) {
        Topic.SESSIONS_ENDED.publish(vertx, new SessionEnded(user, key));
    }

    private void forget(SessionEnded ended) {
        endings.incrementAndGet();
        if (ended.session().isEmpty()) {
            live.values().removeIf(each -> each.session.principal().user().equals(ended.user()));
        } else {
            live.remove(ended.session());
        }
    }

    private void remember(Live session) {
        if (live.size() >= MAX_IN_MEMORY) {
            live.values().stream()
                    .sorted(Comparator.comparing((Live each) -> each.lastSeen))
                    .limit(MAX_IN_MEMORY / 10)
                    .map(each -> each.session.key())
                    .toList()
                    .forEach(live::remove);
        }
        live.put(session.session.key(), session);
    }

    private void sweepOrSay() {
        sweep().onFailure(e -> LOG.warn("can not clear old sessions: {}", e.getMessage()));
    }

    /** A session in memory, with when it was last used and when its row was last told so. */
    private static final class Live {
        private final Session session;
        private volatile Instant lastSeen;
        private volatile Instant lastWritten;

        private Live(Session session, Instant lastSeen, Instant lastWritten) {
            this.session = session;
            this.lastSeen = lastSeen;
            this.lastWritten = lastWritten;
        }
    }
}
