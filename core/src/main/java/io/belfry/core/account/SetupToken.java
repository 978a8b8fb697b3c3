package io.belfry.core.account;

import io.belfry.core.store.Database;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Tokens;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The word in the link of the first start. There is no default password: whoever can read the
 * server's output makes the first administrator. Good once, for a day; the table has only its hash.
 */
public final class SetupToken {
    public static final Duration GOOD_FOR = Duration.ofHours(24);

    private final Database database;
    private final Clock clock;

    SetupToken(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A new one; the one before is no longer good. For a server that has no account yet. */
    public Future<String> issue() {
        String token = Tokens.random();
        Map<String, Object> row =
                Map.of(
                        "id", Tokens.hash(token),
                        "expires", clock.instant().plus(GOOD_FOR).toEpochMilli());
        return database.transaction(
                work ->
                        clear(work)
                                .compose(
                                        done ->
                                                work.update(
                                                        "insert into setup_token (id, expires_at)"
                                                                + " values (#{id}, #{expires})",
                                                        row))
                                .map(token));
    }

    /** Whether the link still leads somewhere. */
    public Future<Boolean> isGood(String token) {
        return database.one(
                        "select id from setup_token where id = #{id} and expires_at > #{now}",
                        Map.of("id", Tokens.hash(token), "now", clock.millis()),
                        row -> row.getString("id"))
                .map(Optional::isPresent);
    }

    /** Uses it up, if the transaction succeeds; fails with a Problem 403 when it is not good. */
    Future<Void> redeem(Database.Transaction work, String token) {
        return work.update(
                        "delete from setup_token where id = #{id} and expires_at > #{now}",
                        Map.of("id", Tokens.hash(token), "now", clock.millis()))
                .compose(
                        used ->
                                used == 1
                                        ? nobodyYet(work)
                                        : Future.failedFuture(
                                                refused(
                                                        "This link is no longer good. Start the"
                                                                + " server again for a new one.")));
    }

    private static Future<Void> nobodyYet(Database.Transaction work) {
        return work.list("select id from account limit 1", Map.of(), row -> row.getString("id"))
                .compose(
                        some ->
                                some.isEmpty()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                refused("There is an administrator already.")));
    }

    private static Future<Integer> clear(Database.Transaction work) {
        return work.update("delete from setup_token", Map.of());
    }

    private static Problem refused(String why) {
        return new Problem(403, "setup_link", why, Map.of());
    }
}
