package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ClusterReport;
import io.belfry.core.bus.NodeFigures;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.web.Access;
import io.belfry.core.web.Permit;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /cluster} and {@code /cluster/pbxs/{name}/move}. */
final class ClusterApi {
    private static final String NODE = "node";

    private final SettingsDesk desk;
    private final ClusterDesk cluster;

    ClusterApi(SettingsDesk desk, ClusterDesk cluster) {
        this.desk = desk;
        this.cluster = cluster;
    }

    void mount(Site site) {
        Permit admins = Access.ADMIN.andTokens(Scope.SETTINGS);
        String base = RestApi.BASE + "/cluster";
        site.get(base, admins, this::report);
        site.post(base + "/pbxs/:name/move", admins, Rest.withBody(this::move));
    }

    private void report(RoutingContext rc) {
        Future.all(desk.configuration(), cluster.report())
                .onSuccess(both -> Rest.json(rc, 200, whole(both.resultAt(0), both.resultAt(1))))
                .onFailure(rc::fail);
    }

    /** A server of its own has no nodes, and nobody's name stands at its PBXs. */
    private static JsonObject whole(Configuration settings, Optional<ClusterReport> found) {
        ClusterReport report =
                found.orElse(new ClusterReport("", Instant.EPOCH, List.of(), List.of()));
        JsonArray nodes = new JsonArray();
        report.nodes().forEach(node -> nodes.add(json(report, node)));
        JsonArray pbxs = new JsonArray();
        LeaseView.of(report, PbxView.of(settings.pbxs(), List.of()))
                .forEach(lease -> pbxs.add(json(lease)));
        return new JsonObject()
                .put("clustered", found.isPresent())
                .put("nodes", nodes)
                .put("pbxs", pbxs);
    }

    private static JsonObject json(ClusterReport report, ClusterReport.Node node) {
        NodeFigures figures = node.figures();
        return new JsonObject()
                .put("id", node.id())
                .put("name", node.name())
                .put("answering", node.id().equals(report.node()))
                .put("roles", new JsonArray(ClusterDesk.roles(node)))
                .put("url", node.url())
                .put("version", node.version())
                .put("started", node.started().toString())
                .put("seen", node.seen().toString())
                .put("pbxs", new JsonArray(NodeView.owned(report, node)))
                .put("eventLoopLagMillis", figures.loopMillis())
                .put("leaseLagMillis", figures.lagMillis())
                .put("fenced", figures.fenced())
                .put("unsaid", figures.unsaid())
                .put("stale", figures.stale());
    }

    private static JsonObject json(LeaseView lease) {
        PbxConfig pbx = lease.pbx().pbx();
        return new JsonObject()
                .put("name", pbx.name())
                .put("enabled", pbx.enabled())
                .put("owner", lease.owner())
                .put("epoch", lease.epoch())
                .put("since", lease.since())
                .put("pinned", lease.pinned());
    }

    private void move(RoutingContext rc, JsonObject body) {
        String name = rc.pathParam("name");
        desk.configuration()
                .map(all -> find(all, name))
                .compose(pbx -> cluster.move(pbx, node(body), Actor.of(rc)))
                .onSuccess(
                        moved ->
                                Rest.json(
                                        rc,
                                        200,
                                        new JsonObject()
                                                .put("pbx", moved.pbx())
                                                .put(NODE, moved.node())))
                .onFailure(rc::fail);
    }

    private static PbxConfig find(Configuration all, String name) {
        return all.pbxs().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no PBX of this name."));
    }

    private static String node(JsonObject body) {
        body.fieldNames().stream()
                .filter(field -> !field.equals(NODE))
                .findFirst()
                .ifPresent(
                        field -> {
                            throw Problem.invalid(Map.of(field, "unknown field; known: " + NODE));
                        });
        if (body.getValue(NODE) instanceof String node) {
            return node.strip();
        }
        throw Problem.invalid(
                Map.of(NODE, "must be the name of a node, or \"\" for wherever there is room"));
    }
}
