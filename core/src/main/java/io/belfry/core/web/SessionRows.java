package io.belfry.core.web;

import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseAway;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of sessions. */
final class SessionRows {
    /** A row: the session and when it was last used, as far as the database knows. */
    record Stored(Session session, Instant lastSeen) {}

    private static final String COLUMNS =
            "id, kind, username, name, role, queues, agent_id, created_at, last_seen_at";

    private final Database database;

    SessionRows(Database database) {
        this.database = database;
    }

    Optional<DatabaseAway> databaseOverdue() {
        return database.overdue();
    }

    Future<Void> insert(Session session, String address, Instant now) {
        Map<String, Object> row = values(session.kind(), session.principal());
        row.put("id", session.key());
        row.put("address", address);
        row.put("now", now.toEpochMilli());
        return database.update(
                        "INSERT INTO session (id, kind, username, name, role, queues, agent_id,"
                                + " address, created_at, last_seen_at) VALUES (#{id}, #{kind},"
                                + " #{username}, #{name}, #{role}, #{queues}, #{agent_id},"
                                + " #{address}, #{now}, #{now})",
                        row)
                .mapEmpty();
    }

    Future<Optional<Stored>> find(String key) {
        return database.one(
                "SELECT " + COLUMNS + " FROM session WHERE id = #{id}",
                Map.of("id", key),
                SessionRows::read);
    }

    /** Newest first. */
    Future<List<String>> keysOf(Sessions.Kind kind, String user) {
        return database.list(
                "SELECT id FROM session WHERE kind = #{kind} AND username = #{username}"
                        + " ORDER BY created_at DESC, id",
                Map.of("kind", kind.name(), "username", user),
                row -> row.getString("id"));
    }

    /** Sessions not used since the one moment, or begun before the other. */
    Future<List<String>> silent(Sessions.Kind kind, Instant lastSeen, Instant created) {
        return database.list(
                "SELECT id FROM session WHERE kind = #{kind}"
                        + " AND (last_seen_at <= #{seen} OR created_at <= #{created})",
                Map.of(
                        "kind", kind.name(),
                        "seen", lastSeen.toEpochMilli(),
                        "created", created.toEpochMilli()),
                row -> row.getString("id"));
    }

    /**
     * @return whether the session is still there
     */
    Future<Boolean> seen(String key, Instant now) {
        return database.update(
                        "UPDATE session SET last_seen_at = #{now} WHERE id = #{id}",
                        Map.of("id", key, "now", now.toEpochMilli()))
                .map(changed -> changed > 0);
    }

    Future<Void> update(Sessions.Kind kind, Principal who) {
        return database.update(
                        "UPDATE session SET name = #{name}, queues = #{queues}"
                                + " WHERE kind = #{kind} AND username = #{username}"
                                + " AND role = #{role}",
                        values(kind, who))
                .mapEmpty();
    }

    /**
     * @return whose session it was; empty when there was none
     */
    Future<String> delete(String key) {
        return database.transaction(
                work ->
                        work.list(
                                        "SELECT username FROM session WHERE id = #{id}",
                                        Map.of("id", key),
                                        row -> row.getString("username"))
                                .compose(
                                        users ->
                                                work.update(
                                                                "DELETE FROM session"
                                                                        + " WHERE id = #{id}",
                                                                Map.of("id", key))
                                                        .map(
                                                                users.stream()
                                                                        .findFirst()
                                                                        .orElse(""))));
    }

    private static Map<String, Object> values(Sessions.Kind kind, Principal who) {
        Map<String, Object> values = new HashMap<>();
        values.put("kind", kind.name());
        values.put("username", who.user());
        values.put("name", who.name());
        values.put("role", who.role().name());
        values.put("queues", new JsonArray(who.queues()).encode());
        values.put("agent_id", who.agentId());
        return values;
    }

    private static Stored read(Row row) {
        List<String> queues =
                new JsonArray(row.getString("queues")).stream().map(String::valueOf).toList();
        Principal who =
                new Principal(
                        row.getString("username"),
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        queues,
                        row.getString("agent_id"),
                        row.getString("id"));
        return new Stored(
                new Session(
                        Sessions.Kind.valueOf(row.getString("kind")),
                        who,
                        Instant.ofEpochMilli(row.getLong("created_at"))),
                Instant.ofEpochMilli(row.getLong("last_seen_at")));
    }
}
