package io.belfry.core.store;

import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every version of an integration that was published, the newest {@value #KEPT} of each. {@link
 * ConfigStore} adds one in the transaction that publishes it.
 */
public final class VersionStore {
    /** Of one integration; older ones are forgotten when a new one comes. */
    public static final int KEPT = 100;

    private static final String COLUMNS =
            "select integration_id, version, document, published_at, published_by"
                    + " from integration_version";

    private final Database database;

    public VersionStore(Database database) {
        this.database = database;
    }

    static Future<Void> keep(Transaction here, List<Edit> edits) {
        List<Edit.PutIntegration> published =
                edits.stream()
                        .filter(Edit.PutIntegration.class::isInstance)
                        .map(Edit.PutIntegration.class::cast)
                        .toList();
        return here.upsert(
                        "integration_version",
                        List.of("integration_id", "version"),
                        published.stream().map(ConfigRows::version).toList())
                .compose(
                        kept ->
                                here.batch(
                                        FORGET,
                                        published.stream().map(VersionStore::old).toList()));
    }

    private static final String FORGET =
            "delete from integration_version"
                    + " where integration_id = #{id} and version <= #{last}";

    private static Map<String, Object> old(Edit.PutIntegration put) {
        return Map.of("id", put.kept().value().id(), "last", put.kept().version() - KEPT);
    }

    /**
     * Newest first.
     *
     * @param before only versions below this one; {@link Long#MAX_VALUE} for the newest
     * @param limit how many, at most
     */
    public Future<List<PublishedVersion>> list(String integration, long before, int limit) {
        return database.list(
                COLUMNS
                        + " where integration_id = #{id} and version < #{before}"
                        + " order by version desc limit #{limit}",
                Map.of("id", integration, "before", before, "limit", limit),
                VersionStore::read);
    }

    public Future<Optional<PublishedVersion>> find(String integration, long version) {
        return database.one(
                COLUMNS + " where integration_id = #{id} and version = #{version}",
                Map.of("id", integration, "version", version),
                VersionStore::read);
    }

    /** How many are kept. */
    public Future<Long> count(String integration) {
        return database.one(
                        "select count(*) as many from integration_version where integration_id = #{id}",
                        Map.of("id", integration),
                        row -> row.getLong("many"))
                .map(found -> found.orElse(0L));
    }

    /**
     * Removes what belongs to integrations that are gone.
     *
     * @return how many rows went
     */
    Future<Integer> sweep() {
        String gone = " not in (select id from integration)";
        return database.update("delete from integration_draft where id" + gone, Map.of())
                .compose(
                        drafts ->
                                database.update(
                                                "delete from integration_version where integration_id"
                                                        + gone,
                                                Map.of())
                                        .map(versions -> drafts + versions));
    }

    private static PublishedVersion read(Row row) {
        return new PublishedVersion(
                row.getString("integration_id"),
                row.getLong("version"),
                new JsonObject(row.getString("document")),
                Instant.ofEpochMilli(row.getLong("published_at")),
                row.getString("published_by"));
    }
}
