package io.belfry.core.cluster;

import io.belfry.core.store.Database;
import io.belfry.core.store.ToldEvents;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes and leases in the database. Every time is taken there, so that clocks of nodes need not
 * agree; each change of a lease is one statement that says what must be true before it.
 */
public final class ClusterStore {
    /** How long a lease lasts without being renewed. */
    public static final Duration TTL = Duration.ofSeconds(3);

    /**
     * A node that was silent for longer is not counted on. Shorter than {@link #TTL}: when a lease
     * runs out, its dead owner is none of those who could take it.
     */
    public static final Duration ALIVE = Duration.ofSeconds(2);

    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** Milliseconds since 1970 on the database's clock. */
    private static final String NOW =
            "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

    private final Database database;
    private final Database renewals;

    /**
     * @param renewals with a connection of its own, behind nothing else: a lease must not run out
     *     because something else takes long
     */
    public ClusterStore(Database database, Database renewals) {
        this.database = database;
        this.renewals = renewals;
    }

    /** A sign of life. */
    Future<Void> seen(String id, String name, Set<NodeRole> roles, String url, String version) {
        Map<String, Object> values = new HashMap<>();
        values.put("id", id);
        values.put("name", name);
        values.put("roles", NodeRole.text(roles));
        values.put("url", url);
        values.put("version", version);
        return database.update(
                        "update cluster_node set seen_at = " + NOW + " where id = #{id}",
                        Map.of("id", id))
                .compose(
                        known ->
                                known > 0
                                        ? Future.succeededFuture()
                                        : database.update(
                                                        "insert into cluster_node"
                                                                + " (id, name, roles, url, version, started_at, seen_at)"
                                                                + " values (#{id}, #{name}, #{roles}, #{url}, #{version}, "
                                                                + NOW
                                                                + ", "
                                                                + NOW
                                                                + ")",
                                                        values)
                                                .mapEmpty());
    }

    /** A good-bye; also sweeps out those who never said one. */
    Future<Void> gone(String id) {
        return database.update(
                        "delete from cluster_node where id = #{id} or seen_at < "
                                + NOW
                                + " - #{old}",
                        Map.of("id", id, "old", FORGOTTEN.toMillis()))
                .mapEmpty();
    }

    /**
     * Only these: what else stands in this node's name is served by nobody and must run out.
     *
     * @return how many were renewed
     */
    Future<Integer> renew(String owner, List<Lease> leases) {
        Map<String, Object> values = new HashMap<>();
        values.put("owner", owner);
        values.put("ttl", TTL.toMillis());
        List<String> each = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            values.put("pbx" + i, leases.get(i).pbx());
            values.put("epoch" + i, leases.get(i).epoch());
            each.add("pbx = #{pbx" + i + "} and epoch = #{epoch" + i + "}");
        }
        return renewals.update(
                "update pbx_lease set expires_at = "
                        + NOW
                        + " + #{ttl} where owner = #{owner} and expires_at > "
                        + NOW
                        + " and ("
                        + String.join(" or ", each)
                        + ")",
                values);
    }

    /**
     * Takes a lease that nobody has.
     *
     * @param before as it was seen last
     * @return whether it is this node's now, with the next epoch
     */
    Future<Boolean> take(LeaseRow before, String owner) {
        Map<String, Object> values = new HashMap<>();
        values.put("pbx", before.pbx());
        values.put("owner", owner);
        values.put("epoch", before.epoch());
        values.put("ttl", TTL.toMillis());
        return add(before.pbx())
                .compose(
                        there ->
                                database.update(
                                        "update pbx_lease set owner = #{owner}, epoch = epoch + 1, wanted = '', wanted_until = 0,"
                                                + " expires_at = "
                                                + NOW
                                                + " + #{ttl}, taken_at = "
                                                + NOW
                                                + " where pbx = #{pbx} and epoch = #{epoch} and (owner = '' or expires_at < "
                                                + NOW
                                                + ")",
                                        values))
                .map(changed -> changed == 1);
    }

    private Future<Void> add(String pbx) {
        return database.update(
                        "insert into pbx_lease (pbx, owner, epoch, expires_at, taken_at, wanted, wanted_until, pinned)"
                                + " select #{pbx}, '', 0, 0, 0, '', 0, '' where not exists"
                                + " (select 1 from pbx_lease where pbx = #{pbx})",
                        Map.of("pbx", pbx))
                .<Void>mapEmpty()
                // two at once: the other one's row is as good
                .otherwiseEmpty();
    }

    /**
     * Gives a lease up.
     *
     * @param to id of the node that shall have it; empty for whoever comes first
     */
    Future<Void> giveUp(String pbx, String owner, long epoch, String to) {
        Map<String, Object> values = new HashMap<>();
        values.put("pbx", pbx);
        values.put("owner", owner);
        values.put("epoch", epoch);
        values.put("wanted", to);
        values.put("millis", TTL.toMillis());
        return database.update(
                        "update pbx_lease set owner = '', expires_at = 0, wanted = #{wanted}, wanted_until = "
                                + NOW
                                + " + #{millis} where pbx = #{pbx} and owner = #{owner} and epoch = #{epoch}",
                        values)
                .mapEmpty();
    }

    /** The owner ends in order: nothing that it told must be done again. */
    Future<Void> acted(String pbx) {
        return new ToldEvents(database).acted(pbx);
    }

    /**
     * Where an administrator wants a PBX.
     *
     * @param node name of the node; empty for wherever there is room
     */
    public Future<Void> pin(String pbx, String node) {
        return add(pbx).compose(
                        there ->
                                database.update(
                                        "update pbx_lease set pinned = #{node} where pbx = #{pbx}",
                                        Map.of("pbx", pbx, "node", node)))
                .mapEmpty();
    }

    /** Who is there, and who owns what. */
    public Future<ClusterView> view() {
        Future<List<ClusterNode>> nodes =
                database.list(
                        "select id, name, roles, url, version, started_at, seen_at from cluster_node where seen_at > "
                                + NOW
                                + " - #{alive} order by started_at, id",
                        Map.of("alive", ALIVE.toMillis()),
                        ClusterStore::node);
        return nodes.compose(
                here ->
                        database.list(
                                        "select pbx, owner, epoch, expires_at, taken_at, wanted, wanted_until, pinned"
                                                + " from pbx_lease order by pbx",
                                        Map.of(),
                                        ClusterStore::lease)
                                .compose(
                                        leases ->
                                                now().map(
                                                                now ->
                                                                        new ClusterView(
                                                                                now, here,
                                                                                leases))));
    }

    private Future<Instant> now() {
        return database.one(
                        "select " + NOW + " as millis",
                        Map.of(),
                        row -> Instant.ofEpochMilli(row.getLong("millis")))
                .map(found -> found.orElse(Instant.EPOCH));
    }

    private static ClusterNode node(Row row) {
        return new ClusterNode(
                row.getString("id"),
                row.getString("name"),
                NodeRole.read(row.getString("roles")),
                row.getString("url"),
                row.getString("version"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")));
    }

    private static LeaseRow lease(Row row) {
        return new LeaseRow(
                row.getString("pbx"),
                row.getString("owner"),
                row.getLong("epoch"),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Instant.ofEpochMilli(row.getLong("taken_at")),
                row.getString("wanted"),
                Instant.ofEpochMilli(row.getLong("wanted_until")),
                row.getString("pinned"));
    }
}
