package io.belfry.core.account;

import io.belfry.core.store.Database;
import io.belfry.core.store.Database.Transaction;
import io.belfry.core.store.DatabaseAway;
import io.belfry.core.web.Tokens;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guessing slow without locking anybody out (quality.md, A35). After five wrong passwords an
 * account can be tried again after 1, 2, 4 … 60 seconds; an address may be wrong twenty times a
 * minute, whatever accounts it tries. Accounts that do not exist are treated alike.
 *
 * <p>While an account is being attacked, once a minute somebody from an address that has not been
 * wrong with it gets his turn at once: so its owner is not kept out by the attack.
 *
 * <p>An attempt counts as wrong from its beginning until it is known to be right, so that a
 * thousand at the same moment are not more than one after the other.
 *
 * <p>It is counted in the database, in one transaction for each attempt, so that all nodes together
 * let through as much as one. Who was told to wait is told so again from memory, and one attempt a
 * second asks whether he still must: a flood does not reach the database, and who waits behind
 * attempts that turn out to be right waits no longer than they do. Any thread may call.
 */
public final class LoginThrottle {
    private static final Logger LOG = LoggerFactory.getLogger(LoginThrottle.class);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** Accounts and addresses in the table, and refusals in memory. */
    private static final int MOST_REMEMBERED = 10_000;

    /** Two nodes may make the same row at the same moment; one of them must look again. */
    private static final int TRIES = 4;

    private static final String UPDATE =
            "update login_attempt set state = #{state}, used_at = #{now} where id = #{id}";
    private static final String INSERT =
            "insert into login_attempt (id, state, used_at) values (#{id}, #{state}, #{now})";

    private final Database database;
    private final Clock clock;
    private final int most;
    private final Map<String, Told> refusals = new LinkedHashMap<>();
    private final Map<String, Integer> asking = new HashMap<>();
    private Instant nextSweep = Instant.EPOCH;

    public LoginThrottle(Database database, Clock clock) {
        this(database, clock, MOST_REMEMBERED);
    }

    LoginThrottle(Database database, Clock clock, int most) {
        this.database = database;
        this.clock = clock;
        this.most = most;
    }

    /**
     * Asks to check a password.
     *
     * @param account name with its kind, {@code staff/anna}, whether it exists or not
     * @param address where the attempt comes from
     * @return how long to wait; zero means go ahead, and counts
     */
    public Future<Duration> admit(String account, String address) {
        Who who = new Who(account, address);
        Duration known = knownWait(who);
        if (!known.isZero()) {
            return Future.succeededFuture(known);
        }
        sweepNowAndThen();
        return change(who, (attempts, place) -> judge(who, attempts, place))
                .recover(LoginThrottle::crowded)
                .onComplete(done -> left(who))
                .map(
                        refusal -> {
                            remember(who, refusal);
                            return refusal.delay();
                        });
    }

    /** The password was right: nothing of it counts against account or address. */
    public Future<Void> succeeded(String account, String address) {
        Who who = new Who(account, address);
        return this.<Void>change(
                        who,
                        (attempts, place) -> {
                            attempts.clear();
                            place.withdraw();
                            return null;
                        })
                .onSuccess(done -> forget(who));
    }

    /** The password could not be checked at all, which is nobody's fault. */
    public Future<Void> withdrawn(String account, String address) {
        return change(
                new Who(account, address),
                (attempts, place) -> {
                    attempts.withdraw();
                    place.withdraw();
                    return null;
                });
    }

    /** Zero for who may try; else how long he waits, and whether that is for all his accounts. */
    private record Refusal(Duration delay, boolean everywhere) {}

    /** What somebody was told; until it is asked again, memory answers. */
    private record Told(Instant until, Instant askAgain) {}

    /** So many at once that it was never our turn: that is a reason to wait and no failure. */
    private static Future<Refusal> crowded(Throwable failure) {
        return Database.isTaken(failure)
                ? Future.succeededFuture(new Refusal(A_MOMENT, false))
                : Future.failedFuture(failure);
    }

    private Refusal judge(Who who, Attempts attempts, Place place) {
        Instant now = clock.instant();
        Duration ofPlace = place.wait(now);
        if (!ofPlace.isZero()) {
            return new Refusal(ofPlace, true);
        }
        Duration ofAccount = attempts.wait(who.mark(), now);
        if (ofAccount.isZero()) {
            attempts.count(who.mark(), now);
            place.count(now);
        }
        return new Refusal(ofAccount, false);
    }

    /** What memory says; who it lets through is asking the database until he has left. */
    private synchronized Duration knownWait(Who who) {
        Instant now = clock.instant();
        for (String key : who.keys()) {
            Told told = refusals.get(key);
            if (told == null) {
                continue;
            }
            if (!now.isBefore(told.until())) {
                refusals.remove(key);
            } else if (now.isBefore(told.askAgain())) {
                return Duration.between(now, told.until());
            }
        }
        if (asking.getOrDefault(who.placeId(), 0) >= Place.PER_MINUTE) {
            return A_MOMENT;
        }
        asking.merge(who.placeId(), 1, Integer::sum);
        // he asks for all that were told the same
        who.keys()
                .forEach(
                        key ->
                                refusals.computeIfPresent(
                                        key,
                                        (same, told) ->
                                                new Told(told.until(), now.plus(A_MOMENT))));
        return Duration.ZERO;
    }

    private synchronized void left(Who who) {
        asking.computeIfPresent(who.placeId(), (id, count) -> count > 1 ? count - 1 : null);
    }

    private synchronized void remember(Who who, Refusal refusal) {
        if (refusal.delay().isZero()) {
            forget(who);
            return;
        }
        if (refusals.size() >= most) {
            refusals.remove(refusals.keySet().iterator().next());
        }
        Instant now = clock.instant();
        refusals.put(
                refusal.everywhere() ? who.placeId() : who.pair(),
                new Told(now.plus(refusal.delay()), now.plus(A_MOMENT)));
    }

    private synchronized void forget(Who who) {
        who.keys().forEach(refusals::remove);
    }

    synchronized int remembered() {
        return Math.max(refusals.size(), asking.size());
    }

    private <T> Future<T> change(Who who, BiFunction<Attempts, Place, T> work) {
        return change(who, work, TRIES);
    }

    private <T> Future<T> change(Who who, BiFunction<Attempts, Place, T> work, int tries) {
        return database.transaction(here -> change(here, who, work))
                .recover(
                        e ->
                                tries > 1 && !(e instanceof DatabaseAway)
                                        ? change(who, work, tries - 1)
                                        : Future.failedFuture(e));
    }

    private <T> Future<T> change(Transaction here, Who who, BiFunction<Attempts, Place, T> work) {
        return here.list(
                        "select id, state from login_attempt where id = #{account} or id = #{place}"
                                + " order by id for update",
                        Map.of("account", who.accountId(), "place", who.placeId()),
                        row ->
                                Map.entry(
                                        row.getString("id"),
                                        new JsonObject(row.getString("state"))))
                .compose(
                        found -> {
                            Map<String, JsonObject> before = new HashMap<>();
                            found.forEach(each -> before.put(each.getKey(), each.getValue()));
                            JsonObject none = new JsonObject();
                            Attempts attempts =
                                    Attempts.of(before.getOrDefault(who.accountId(), none));
                            Place place = Place.of(before.getOrDefault(who.placeId(), none));
                            T said = work.apply(attempts, place);
                            Map<String, JsonObject> after =
                                    Map.of(
                                            who.accountId(), attempts.state(),
                                            who.placeId(), place.state());
                            return write(here, before, after).map(said);
                        });
    }

    private Future<Void> write(
            Transaction here, Map<String, JsonObject> before, Map<String, JsonObject> after) {
        List<Map<String, Object>> fresh = new ArrayList<>();
        List<Map<String, Object>> changed = new ArrayList<>();
        List<Map<String, Object>> gone = new ArrayList<>();
        // in one order, so that no two wait for each other
        for (String id : after.keySet().stream().sorted().toList()) {
            JsonObject state = after.get(id);
            boolean known = before.containsKey(id);
            Map<String, Object> row =
                    Map.of("id", id, "state", state.encode(), "now", clock.millis());
            if (known && state.isEmpty()) {
                gone.add(Map.of("id", id));
            } else if (!known && !state.isEmpty()) {
                fresh.add(row);
            } else if (known && !state.equals(before.get(id))) {
                changed.add(row);
            }
        }
        return here.batch("delete from login_attempt where id = #{id}", gone)
                .compose(done -> here.batch(UPDATE, changed))
                .compose(done -> here.batch(INSERT, fresh));
    }

    private void sweepNowAndThen() {
        Instant now = clock.instant();
        synchronized (this) {
            if (now.isBefore(nextSweep)) {
                return;
            }
            nextSweep = now.plus(SWEEP);
        }
        sweep().onFailure(e -> LOG.warn("old log-in attempts stay for now: {}", e.getMessage()));
    }

    /** Forgets what is old, and beyond the bound what was not used for longest. */
    Future<Void> sweep() {
        return forgetUntil(clock.instant().minus(FORGOTTEN).toEpochMilli())
                .compose(
                        done ->
                                database.one(
                                        "select used_at from login_attempt"
                                                + " order by used_at desc limit 1 offset #{most}",
                                        Map.of("most", most),
                                        row -> row.getLong("used_at")))
                .compose(
                        tooOld ->
                                tooOld.isEmpty()
                                        ? Future.succeededFuture()
                                        : forgetUntil(tooOld.get()));
    }

    private Future<Void> forgetUntil(long time) {
        return database.update(
                        "delete from login_attempt where used_at <= #{time}", Map.of("time", time))
                .mapEmpty();
    }

    /**
     * Who tries. Strangers choose the name, and now and then it is a password in the wrong field:
     * only hashes are kept.
     */
    private record Who(String accountId, String placeId, String mark) {
        Who(String account, String address) {
            this(
                    Tokens.hash("account " + account.toLowerCase(Locale.ROOT)),
                    Tokens.hash("address " + Place.name(address)),
                    Place.mark(Place.name(address)));
        }

        /** This account from there. */
        String pair() {
            return accountId + mark;
        }

        /** What he may have been told to wait by. */
        List<String> keys() {
            return List.of(placeId, pair());
        }
    }
}
