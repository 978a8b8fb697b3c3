package io.belfry.core.store;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings in the database. Every save is one transaction that takes the number of the version
 * it was decided on; two nodes that save at once can not both be right, so the second is told to
 * look again.
 */
public final class ConfigStore {
    private static final Map<String, Object> NOTHING = Map.of();

    private final Database database;

    public ConfigStore(Database database) {
        this.database = database;
    }

    /** All of one version: while it is read nobody can save, because every save needs that row. */
    public Future<Settings> load() {
        return database.transaction(
                transaction ->
                        transaction
                                .list(
                                        "select version from settings_version where id = 1 for update",
                                        NOTHING,
                                        row -> row.getLong("version"))
                                .compose(version -> loadAt(version.get(0), transaction)));
    }

    private static Future<Settings> loadAt(long version, Transaction transaction) {
        var variables = rows(transaction, "variable", ConfigRows::variable);
        var integrations =
                variables.compose(
                        known ->
                                rows(
                                        transaction,
                                        "integration",
                                        row -> ConfigRows.integration(row, known)));
        var drafts =
                integrations.compose(
                        done -> rows(transaction, "integration_draft", ConfigRows::draft));
        var agents = drafts.compose(done -> rows(transaction, "agent", ConfigRows::agent));
        var pbxs = agents.compose(done -> rows(transaction, "pbx", ConfigRows::pbx));
        return pbxs.map(
                done ->
                        new Settings(
                                version,
                                integrations.result(),
                                drafts.result(),
                                variables.result(),
                                agents.result(),
                                pbxs.result()));
    }

    private static <T> Future<List<T>> rows(
            Transaction transaction, String table, Function<Row, T> reader) {
        return transaction.list("select * from " + table, NOTHING, reader);
    }

    /**
     * All of the edits or none; what is removed goes before anything else comes.
     *
     * @param version of the settings that the edits were decided on
     * @return the new version; fails with {@link StaleSettings} when that was not the newest
     */
    public Future<Long> save(long version, List<Edit> edits) {
        return database.transaction(
                here -> {
                    Future<Void> last = next(here, version);
                    for (Thing thing : Thing.values()) {
                        last = last.compose(done -> remove(here, thing, edits));
                    }
                    for (Thing thing : Thing.values()) {
                        last = last.compose(done -> put(here, thing, edits));
                    }
                    return last.compose(done -> VersionStore.keep(here, edits)).map(version + 1);
                });
    }

    private static Future<Void> next(Transaction transaction, long version) {
        return transaction
                .update(
                        "update settings_version set version = version + 1"
                                + " where id = 1 and version = #{version}",
                        Map.of("version", version))
                .compose(
                        changed ->
                                changed == 1
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(new StaleSettings(version)));
    }

    private static Future<Void> remove(Transaction here, Thing thing, List<Edit> edits) {
        List<Map<String, Object>> ids =
                edits.stream()
                        .filter(Edit.Remove.class::isInstance)
                        .map(Edit.Remove.class::cast)
                        .filter(each -> each.thing() == thing)
                        .map(each -> Map.<String, Object>of("id", each.id()))
                        .toList();
        return here.batch("delete from " + table(thing) + " where id = #{id}", ids);
    }

    private static Future<Void> put(Transaction here, Thing thing, List<Edit> edits) {
        List<Map<String, Object>> rows =
                edits.stream()
                        .filter(each -> !(each instanceof Edit.Remove) && each.thing() == thing)
                        .map(ConfigRows::columns)
                        .toList();
        return here.upsert(table(thing), List.of("id"), rows);
    }

    private static String table(Thing thing) {
        return switch (thing) {
            case INTEGRATION -> "integration";
            case DRAFT -> "integration_draft";
            case VARIABLE -> "variable";
            case AGENT -> "agent";
            case PBX -> "pbx";
        };
    }

    /**
     * Removes drafts and versions whose integration is gone.
     *
     * @return how many rows went
     */
    public Future<Integer> sweep() {
        return new VersionStore(database).sweep();
    }

    /** What an agent's log-in is checked with; user names that differ only in case are the same. */
    public Future<Optional<AgentLogin>> agentLogin(String user) {
        return database.one(
                "select id, name, username, password_hash from agent"
                        + " where lower(username) = #{username} and password_hash <> ''",
                Map.of("username", user.toLowerCase(Locale.ROOT)),
                row ->
                        new AgentLogin(
                                row.getString("id"),
                                row.getString("name"),
                                row.getString("username"),
                                row.getString("password_hash")));
    }

    /**
     * The same password, kept in a better way; it is no new version of the settings. Whoever still
     * holds the old hash may write it back: it stays right, and the next log-in mends it again.
     */
    public Future<Void> agentRehashed(String id, String before, String after) {
        return database.update(
                        "update agent set password_hash = #{after}"
                                + " where id = #{id} and password_hash = #{before}",
                        Map.of("id", id, "before", before, "after", after))
                .mapEmpty();
    }
}
