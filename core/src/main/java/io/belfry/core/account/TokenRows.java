package io.belfry.core.account;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.store.Database;
import io.belfry.core.store.Database.Transaction;
import io.belfry.core.web.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of tokens. */
final class TokenRows {
    private static final String COLUMNS =
            "id, name, prefix, scopes, queues, events, created_at, created_by, expires_at,"
                    + " last_used_at";

    private final Database database;

    TokenRows(Database database) {
        this.database = database;
    }

    Future<List<ApiToken>> list() {
        return database.list(
                "select " + COLUMNS + " from api_token order by name_key, id",
                Map.of(),
                TokenRows::read);
    }

    Future<Optional<ApiToken>> byId(String id) {
        return database.one(
                "select " + COLUMNS + " from api_token where id = #{id}",
                Map.of("id", id),
                TokenRows::read);
    }

    Future<Optional<ApiToken>> byHash(String hash) {
        return database.one(
                "select " + COLUMNS + " from api_token where hash = #{hash}",
                Map.of("hash", hash),
                TokenRows::read);
    }

    Future<Integer> count() {
        return database.one(
                        "select count(*) as tokens from api_token",
                        Map.of(),
                        row -> row.getLong("tokens").intValue())
                .map(found -> found.orElse(0));
    }

    Future<Void> insert(ApiToken token, String hash) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", token.id());
        row.put("name", token.name());
        row.put("key", token.name().toLowerCase(Locale.ROOT));
        row.put("prefix", token.prefix());
        row.put("hash", hash);
        row.put("scopes", words(token.scopes(), Scope::word));
        row.put("queues", new JsonArray(List.copyOf(token.queues())).encode());
        row.put("events", words(token.events(), Kind::word));
        row.put("created", token.created().toEpochMilli());
        row.put("by", token.createdBy());
        row.put("expires", token.expires().equals(Instant.MAX) ? 0 : millis(token.expires()));
        return database.update(
                        "insert into api_token (id, name, name_key, prefix, hash, scopes, queues,"
                                + " events, created_at, created_by, expires_at, last_used_at)"
                                + " values (#{id}, #{name}, #{key}, #{prefix}, #{hash}, #{scopes},"
                                + " #{queues}, #{events}, #{created}, #{by}, #{expires}, 0)",
                        row)
                .mapEmpty();
    }

    /**
     * @return what was removed; empty when there was nothing
     */
    Future<Optional<ApiToken>> delete(String id) {
        return database.transaction(work -> delete(work, id));
    }

    private static Future<Optional<ApiToken>> delete(Transaction work, String id) {
        return work.list(
                        "select " + COLUMNS + " from api_token where id = #{id} for update",
                        Map.of("id", id),
                        TokenRows::read)
                .compose(
                        found ->
                                work.update(
                                                "delete from api_token where id = #{id}",
                                                Map.of("id", id))
                                        .map(found.stream().findFirst()));
    }

    Future<Void> used(String id, Instant now) {
        return database.update(
                        "update api_token set last_used_at = #{now}"
                                + " where id = #{id} and last_used_at < #{now}",
                        Map.of("id", id, "now", millis(now)))
                .mapEmpty();
    }

    private static <T extends Enum<T>> String words(Set<T> values, Function<T, String> word) {
        return values.stream().sorted().map(word).collect(Collectors.joining(" "));
    }

    private static long millis(Instant at) {
        return at.toEpochMilli();
    }

    private static ApiToken read(Row row) {
        long expires = row.getLong("expires_at");
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                split(row.getString("scopes"))
                        .flatMap(word -> Scope.of(word).stream())
                        .collect(Collectors.toSet()),
                new JsonArray(row.getString("queues")).stream().map(String::valueOf).toList(),
                split(row.getString("events"))
                        .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()),
                row.getString("prefix"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"),
                expires == 0 ? Instant.MAX : Instant.ofEpochMilli(expires),
                Instant.ofEpochMilli(row.getLong("last_used_at")));
    }

    private static Stream<String> split(String words) {
        return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty());
    }
}
