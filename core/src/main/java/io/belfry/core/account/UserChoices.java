package io.belfry.core.account;

import io.belfry.core.store.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * How users like pages to look, the same in each of their browsers. What a choice means is the
 * page's affair; here it is a text. It goes with its account.
 */
public final class UserChoices {
    /** A longer one is not kept. */
    public static final int MAX_LENGTH = 8_000;

    private final Database database;

    public UserChoices(Database database) {
        this.database = database;
    }

    /** Empty when he chose nothing. */
    public Future<String> find(String user, String page) {
        return database.one(
                        "select choice from user_choice"
                                + " where username = #{username} and page = #{page}",
                        Map.of("username", user, "page", page),
                        row -> row.getString("choice"))
                .map(found -> found.orElse(""));
    }

    /**
     * @param choice empty to be as everybody's again
     * @throws IllegalArgumentException when it is too long
     */
    public Future<Void> keep(String user, String page, String choice) {
        if (choice.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a choice of " + choice.length() + " characters");
        }
        Map<String, Object> key = Map.of("username", user, "page", page);
        if (choice.isEmpty()) {
            return database.update(
                            "delete from user_choice"
                                    + " where username = #{username} and page = #{page}",
                            key)
                    .mapEmpty();
        }
        return database.transaction(
                work ->
                        work.upsert(
                                "user_choice",
                                List.of("username", "page"),
                                List.of(Map.of("username", user, "page", page, "choice", choice))));
    }

    /** They follow an account that gets another name. */
    static Future<Void> rename(Database.Transaction work, String before, String after) {
        if (before.equals(after)) {
            return Future.succeededFuture();
        }
        return forget(work, after)
                .compose(
                        done ->
                                work.update(
                                        "update user_choice set username = #{after}"
                                                + " where username = #{before}",
                                        Map.of("before", before, "after", after)))
                .mapEmpty();
    }

    static Future<Void> forget(Database.Transaction work, String user) {
        return work.update(
                        "delete from user_choice where username = #{username}",
                        Map.of("username", user))
                .mapEmpty();
    }
}
