package io.belfry.core.store;

import static java.util.stream.Collectors.joining;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What can be said to the database, inside and outside of a transaction.
 *
 * @param seconds after which we do not wait any more: a server that is frozen does not enforce its
 *     own limit
 * @param unanswered what waits
 */
record Statements(SqlClient client, boolean postgres, long seconds, Unanswered unanswered) {
    Statements on(SqlClient connection) {
        return new Statements(connection, postgres, seconds, unanswered);
    }

    /** The same for somebody else. */
    Statements apart() {
        return new Statements(client, postgres, seconds, new Unanswered());
    }

    <T> Future<List<T>> list(String sql, Map<String, Object> values, Function<Row, T> reader) {
        return alone(
                SqlTemplate.forQuery(client, sql)
                        .execute(values)
                        .map(rows -> readAll(rows, reader)));
    }

    private static <T> List<T> readAll(RowSet<Row> rows, Function<Row, T> reader) {
        return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
    }

    Future<Integer> update(String sql, Map<String, Object> values) {
        return alone(SqlTemplate.forUpdate(client, sql).execute(values).map(SqlResult::rowCount));
    }

    Future<Void> batch(String sql, List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : alone(SqlTemplate.forUpdate(client, sql).executeBatch(rows).mapEmpty());
    }

    /** The one statement that the two databases do not share: its words are chosen here. */
    Future<Void> upsert(String table, List<String> key, List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : batch(upsertSql(table, key, rows.get(0).keySet()), rows);
    }

    private String upsertSql(String table, List<String> key, Set<String> columns) {
        List<String> sorted = columns.stream().sorted().toList();
        String names = String.join(", ", sorted);
        String values = sorted.stream().map(name -> "#{" + name + "}").collect(joining(", "));
        String keys = String.join(", ", key);
        if (!postgres) {
            return "merge into %s (%s) key (%s) values (%s)".formatted(table, names, keys, values);
        }
        String changes =
                sorted.stream()
                        .filter(name -> !key.contains(name))
                        .map(name -> name + " = excluded." + name)
                        .collect(joining(", "));
        return "insert into %s (%s) values (%s) on conflict (%s) do "
                        .formatted(table, names, values, keys)
                + (changes.isEmpty() ? "nothing" : "update set " + changes);
    }

    private <T> Future<T> alone(Future<T> answer) {
        return unanswered.watch(timed(answer));
    }

    <T> Future<T> timed(Future<T> answer) {
        return answer.timeout(seconds, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(Trouble.named(failure)));
    }

    /** Something that is waited for and no statement; it ends whatever happens. */
    void waitFor(Future<?> step) {
        unanswered.watch(step);
    }
}
