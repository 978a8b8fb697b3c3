package io.belfry.core.account;

import io.belfry.core.store.Database;
import io.belfry.core.web.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of accounts. */
final class AccountRows {
    /** With what only log-in may see. */
    record Stored(Account account, String passwordHash) {
        @Override
        public String toString() {
            return account.user();
        }
    }

    private static final String SELECT =
            "select id, username, name, role, password_hash, queues, enabled, language,"
                    + " created_at, last_login_at, version from account";

    private final Database database;

    AccountRows(Database database) {
        this.database = database;
    }

    Future<List<Account>> list() {
        return database.list(SELECT + " order by username", Map.of(), row -> read(row).account());
    }

    Future<Optional<Stored>> byUser(String user) {
        return database.one(
                SELECT + " where username = #{user}", Map.of("user", user), AccountRows::read);
    }

    Future<Optional<Stored>> byId(String id) {
        return database.one(SELECT + " where id = #{id}", Map.of("id", id), AccountRows::read);
    }

    Future<Boolean> isEmpty() {
        return database.one("select id from account limit 1", Map.of(), row -> row.getString("id"))
                .map(Optional::isEmpty);
    }

    /** Held until the transaction ends, so that two can not both be the last but one. */
    static Future<List<String>> lockWorkingAdmins(Database.Transaction work) {
        return work.list(
                "select id from account where role = 'ADMIN' and enabled = true"
                        + " order by id for update",
                Map.of(),
                row -> row.getString("id"));
    }

    static Future<Optional<Stored>> byId(Database.Transaction work, String id) {
        return work.list(SELECT + " where id = #{id}", Map.of("id", id), AccountRows::read)
                .map(rows -> rows.stream().findFirst());
    }

    static Future<Optional<Stored>> byUser(Database.Transaction work, String user) {
        return work.list(
                        SELECT + " where username = #{user}",
                        Map.of("user", user),
                        AccountRows::read)
                .map(rows -> rows.stream().findFirst());
    }

    static Future<Void> insert(Database.Transaction work, Stored stored) {
        return work.update(
                        "insert into account (id, username, name, role, password_hash, queues,"
                                + " enabled, language, created_at, last_login_at, version) values"
                                + " (#{id}, #{user}, #{name}, #{role}, #{hash}, #{queues},"
                                + " #{enabled}, #{language}, #{created}, 0, 1)",
                        values(stored))
                .mapEmpty();
    }

    /**
     * @return whether it still had the version before this one
     */
    static Future<Boolean> update(Database.Transaction work, Stored stored) {
        return work.update(
                        "update account set username = #{user}, name = #{name}, role = #{role},"
                                + " password_hash = #{hash}, queues = #{queues},"
                                + " enabled = #{enabled}, language = #{language},"
                                + " version = #{version}"
                                + " where id = #{id} and version = #{version} - 1",
                        values(stored))
                .map(changed -> changed > 0);
    }

    static Future<Boolean> delete(Database.Transaction work, String id, long version) {
        return work.update(
                        "delete from account where id = #{id} and version = #{version}",
                        Map.of("id", id, "version", version))
                .map(changed -> changed > 0);
    }

    Future<Void> loggedIn(String id, Instant at) {
        return database.update(
                        "update account set last_login_at = #{at} where id = #{id}",
                        Map.of("id", id, "at", at.toEpochMilli()))
                .mapEmpty();
    }

    /** The same password in a newer form; nobody else's change is lost by it. */
    Future<Void> rehashed(String id, String before, String after) {
        return database.update(
                        "update account set password_hash = #{after}"
                                + " where id = #{id} and password_hash = #{before}",
                        Map.of("id", id, "before", before, "after", after))
                .mapEmpty();
    }

    private static Map<String, Object> values(Stored stored) {
        Account account = stored.account();
        Map<String, Object> values = new HashMap<>();
        values.put("id", account.id());
        values.put("user", account.user());
        values.put("name", account.name());
        values.put("role", account.role().name());
        values.put("hash", stored.passwordHash());
        values.put("queues", new JsonArray(List.copyOf(account.queues())).encode());
        values.put("enabled", account.enabled());
        values.put("language", account.language());
        values.put("created", account.created().toEpochMilli());
        values.put("version", account.version());
        return values;
    }

    private static Stored read(Row row) {
        Account account =
                new Account(
                        row.getString("id"),
                        row.getString("username"),
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        new JsonArray(row.getString("queues"))
                                .stream().map(String::valueOf).toList(),
                        row.getBoolean("enabled"),
                        row.getString("language"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("last_login_at")),
                        row.getLong("version"));
        return new Stored(account, row.getString("password_hash"));
    }
}
