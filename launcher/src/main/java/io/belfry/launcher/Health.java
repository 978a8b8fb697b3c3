package io.belfry.launcher;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.PresenceQuery;
import io.belfry.core.cluster.LeaseKeeper;
import io.belfry.core.integration.PbxState;
import io.belfry.core.store.Database;
import io.belfry.core.web.Access;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Is it alive, is it ready, and if not, which part is not? Names no addresses and no people: it is
 * open to everybody.
 */
final class Health {
    private static final long ANSWER_WITHIN_MILLIS = 2_000;
    private static final int UNAVAILABLE = 503;

    /** Troubles of a node that nobody should be sent to. */
    private static final Set<String> COMES_OR_GOES = Set.of("joining", "leaving");

    private static final String UP = "up";
    private static final String DOWN = "down";

    private final Vertx vertx;
    private final Database database;
    private final Supplier<Optional<LeaseKeeper>> leases;

    /**
     * @param leases of a node of a cluster; empty before it has joined
     */
    Health(Vertx vertx, Database database, Supplier<Optional<LeaseKeeper>> leases) {
        this.vertx = vertx;
        this.database = database;
        this.leases = leases;
    }

    void mount(Site site) {
        site.get(
                "/health/live",
                Access.PUBLIC,
                rc -> Rest.json(rc, 200, new JsonObject().put("status", UP)));
        site.get("/health/ready", Access.PUBLIC, this::ready);
        site.get("/health/serving", Access.PUBLIC, this::serving);
    }

    /**
     * For what spreads browsers over nodes: whether this one can serve people. A PBX that is away
     * is no reason to send nobody here; who mends that must be let in.
     */
    private void serving(RoutingContext rc) {
        database.answers()
                .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(false)
                .onSuccess(
                        stored -> {
                            boolean comesOrGoes =
                                    vertx.isClustered()
                                            && clusterTroubles().stream()
                                                    .anyMatch(COMES_OR_GOES::contains);
                            boolean serves = stored && !comesOrGoes;
                            Rest.json(
                                    rc,
                                    serves ? 200 : UNAVAILABLE,
                                    new JsonObject().put("status", word(serves)));
                        })
                .onFailure(rc::fail);
    }

    private void ready(RoutingContext rc) {
        Future<List<String>> pbxs =
                Ask.PBX_STATES.put(vertx, new PbxStatesQuery()).map(all -> away(all.states()));
        Future<Boolean> agents =
                Ask.PRESENCE.put(vertx, new PresenceQuery()).map(true).otherwise(false);
        Future<Boolean> stored =
                database.answers()
                        .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                        .otherwise(false);
        Future.join(pbxs.otherwise(List.of("connector")), agents, stored)
                .onSuccess(all -> answer(rc, all.resultAt(0), all.resultAt(1), all.resultAt(2)))
                .onFailure(rc::fail);
    }

    /** A PBX that another node has in step is not away. */
    private static List<String> away(List<PbxState> states) {
        List<String> away = new ArrayList<>();
        for (PbxState state : states) {
            if (state.status() != PbxState.Status.LIVE && state.status() != PbxState.Status.OFF) {
                away.add(state.pbx());
            }
        }
        return away;
    }

    private void answer(RoutingContext rc, List<String> pbxsAway, boolean agents, boolean stored) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("database", word(stored));
        parts.put("agents", word(agents));
        parts.put("pbx", word(pbxsAway));
        if (vertx.isClustered()) {
            parts.put("cluster", word(clusterTroubles()));
        }
        boolean ready = parts.values().stream().allMatch(UP::equals);
        JsonObject all = new JsonObject();
        parts.forEach(all::put);
        Rest.json(
                rc,
                ready ? 200 : UNAVAILABLE,
                new JsonObject().put("status", word(ready)).put("parts", all));
    }

    private List<String> clusterTroubles() {
        return leases.get().map(LeaseKeeper::troubles).orElse(List.of("joining"));
    }

    private static String word(boolean up) {
        return up ? UP : DOWN;
    }

    private static String word(List<String> down) {
        return down.isEmpty() ? UP : DOWN + ": " + String.join(", ", down);
    }
}
