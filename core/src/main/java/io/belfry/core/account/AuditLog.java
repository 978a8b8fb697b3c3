package io.belfry.core.account;

import io.belfry.core.store.Database;
import io.belfry.core.web.Tokens;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what, when and from where. Only ever appended to: each entry's hash covers the entry and
 * the hash before it, and the newest hash is kept apart, so that a changed, removed or cut-off
 * entry shows ({@link #verify}). Values of secrets are taken out here, whoever brings them.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Set<String> SECRETS = Set.of("password", "secret", "token", "hash");
    private static final String HIDDEN = "…";
    private static final int LONGEST_JSON = 50_000;
    private static final int LONGEST_OBJECT = 300;
    private static final int LONGEST_NAME = 64;
    private static final int PAGE = 1000;
    private static final String COLUMNS =
            "id, done_at, who, address, what, object, before_json, after_json, chain";

    private record Chained(AuditEntry entry, String chain) {}

    private record Head(long last, String chain) {}

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Appends. An entry that can not be written is an error in our log; what was done stays done.
     *
     * @param before the object as it was; empty for none
     * @param after the object as it is; empty for none
     */
    public Future<Void> add(
            Actor by, String what, String object, JsonObject before, JsonObject after) {
        return database.transaction(work -> append(work, by, what, object, before, after))
                .onFailure(e -> LOG.error("{} of {} is missing in the audit", what, object, e));
    }

    public Future<Void> add(Actor by, String what, String object) {
        return add(by, what, object, new JsonObject(), new JsonObject());
    }

    /**
     * Newest first.
     *
     * @param before only entries with a smaller id; 0 for the newest
     */
    public Future<List<AuditEntry>> list(long before, int limit) {
        return database.list(
                "select "
                        + COLUMNS
                        + " from audit where id < #{before} order by id desc"
                        + " limit #{limit}",
                Map.of("before", before == 0 ? Long.MAX_VALUE : before, "limit", limit),
                row -> read(row).entry());
    }

    /** The id of the first entry that is not as it was written, or is missing; empty if none. */
    public Future<Optional<Long>> verify() {
        return head().compose(head -> verify(new Head(0, start()), head));
    }

    private Future<Optional<Long>> verify(Head done, Head head) {
        return database.list(
                        "select "
                                + COLUMNS
                                + " from audit where id > #{after} order by id"
                                + " limit #{limit}",
                        Map.of("after", done.last(), "limit", PAGE),
                        AuditLog::read)
                .compose(
                        page -> {
                            Head at = done;
                            for (Chained each : page) {
                                boolean next = each.entry().id() == at.last() + 1;
                                if (!next || !each.chain().equals(chain(at, each.entry()))) {
                                    return Future.succeededFuture(Optional.of(at.last() + 1));
                                }
                                at = new Head(each.entry().id(), each.chain());
                            }
                            if (page.size() == PAGE) {
                                return verify(at, head);
                            }
                            boolean complete =
                                    at.last() >= head.last()
                                            && (at.last() > head.last()
                                                    || at.chain().equals(head.chain()));
                            return Future.succeededFuture(
                                    complete ? Optional.empty() : Optional.of(at.last() + 1));
                        });
    }

    private Future<Head> head() {
        return database.one("select last, chain from audit_head where id = 1", Map.of(), this::head)
                .map(head -> head.orElse(new Head(0, start())));
    }

    private Head head(Row row) {
        return new Head(row.getLong("last"), row.getString("chain"));
    }

    private Future<Void> append(
            Database.Transaction work,
            Actor by,
            String what,
            String object,
            JsonObject before,
            JsonObject after) {
        // the row of the head is locked until the end: entries are written one after the other
        return work.list(
                        "select last, chain from audit_head where id = 1 for update",
                        Map.of(),
                        this::head)
                .map(heads -> heads.get(0))
                .compose(
                        head -> {
                            AuditEntry entry =
                                    new AuditEntry(
                                            head.last() + 1,
                                            Instant.ofEpochMilli(clock.millis()),
                                            cut(by.user(), LONGEST_NAME),
                                            cut(by.address(), LONGEST_NAME),
                                            cut(what, LONGEST_NAME),
                                            cut(object, LONGEST_OBJECT),
                                            json(before),
                                            json(after));
                            return insert(work, entry, chain(head, entry));
                        });
    }

    private static Future<Void> insert(Database.Transaction work, AuditEntry entry, String chain) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", entry.id());
        row.put("done_at", entry.at().toEpochMilli());
        row.put("who", entry.who());
        row.put("address", entry.address());
        row.put("what", entry.what());
        row.put("object", entry.object());
        row.put("before_json", entry.before());
        row.put("after_json", entry.after());
        row.put("chain", chain);
        return work.update(
                        "insert into audit ("
                                + COLUMNS
                                + ") values (#{id}, #{done_at}, #{who},"
                                + " #{address}, #{what}, #{object}, #{before_json}, #{after_json},"
                                + " #{chain})",
                        row)
                .compose(
                        done ->
                                work.update(
                                        "update audit_head set last = #{id}, chain = #{chain}"
                                                + " where id = 1",
                                        Map.of("id", entry.id(), "chain", chain)))
                .mapEmpty();
    }

    private static Chained read(Row row) {
        AuditEntry entry =
                new AuditEntry(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("done_at")),
                        row.getString("who"),
                        row.getString("address"),
                        row.getString("what"),
                        row.getString("object"),
                        row.getString("before_json"),
                        row.getString("after_json"));
        return new Chained(entry, row.getString("chain"));
    }

    private static String chain(Head before, AuditEntry entry) {
        // an array keeps its parts apart, so that text can not move from one column to the next
        JsonArray all =
                new JsonArray()
                        .add(before.chain())
                        .add(entry.id())
                        .add(entry.at().toEpochMilli())
                        .add(entry.who())
                        .add(entry.address())
                        .add(entry.what())
                        .add(entry.object())
                        .add(entry.before())
                        .add(entry.after());
        return Tokens.hash(all.encode());
    }

    private static String start() {
        return "0".repeat(64);
    }

    private static String json(JsonObject document) {
        if (document.isEmpty()) {
            return "";
        }
        String json = withoutSecrets(document).encode();
        return json.length() <= LONGEST_JSON
                ? json
                : new JsonObject().put("tooLong", json.length()).encode();
    }

    static JsonObject withoutSecrets(JsonObject document) {
        JsonObject clean = new JsonObject();
        document.forEach(each -> clean.put(each.getKey(), clean(each.getKey(), each.getValue())));
        return clean;
    }

    private static Object clean(String name, Object value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (value instanceof String text && SECRETS.stream().anyMatch(lower::contains)) {
            return text.isEmpty() ? "" : HIDDEN;
        }
        if (value instanceof JsonObject inner) {
            return withoutSecrets(inner);
        }
        if (value instanceof JsonArray items) {
            JsonArray clean = new JsonArray();
            items.forEach(item -> clean.add(clean(name, item)));
            return clean;
        }
        return value;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
