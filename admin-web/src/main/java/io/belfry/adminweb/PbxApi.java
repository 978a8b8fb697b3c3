package io.belfry.adminweb;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ClusterQuery;
import io.belfry.core.bus.ClusterReport;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /pbxs/{id}/state} and {@code /pbxs/{id}/test}. */
final class PbxApi {
    private final Vertx vertx;
    private final SettingsDesk desk;
    private final PbxTesting testing;

    PbxApi(Vertx vertx, SettingsDesk desk, PbxTesting testing) {
        this.vertx = vertx;
        this.desk = desk;
        this.testing = testing;
    }

    void mount(Site site) {
        String one = RestApi.BASE + "/pbxs/:id";
        site.get(
                one + "/state",
                Access.SUPERVISOR.andTokens(Scope.READ, Scope.SETTINGS),
                this::state);
        site.post(one + "/test", Access.ADMIN.andTokens(Scope.SETTINGS), this::test);
    }

    private void state(RoutingContext rc) {
        desk.configuration()
                .map(all -> PbxPages.find(all, rc.pathParam("id")))
                .compose(pbx -> PbxView.states(vertx).map(states -> of(pbx, states)))
                .compose(state -> owner(state.pbx()).map(owner -> json(state).put("owner", owner)))
                .onSuccess(state -> Rest.json(rc, 200, state))
                .onFailure(rc::fail);
    }

    /** Name of the node that has the PBX; empty on a server of its own, and while none has it. */
    private Future<String> owner(String pbx) {
        return Ask.CLUSTER
                .put(vertx, new ClusterQuery())
                .map(report -> report.ownerOf(pbx).map(ClusterReport.Node::name).orElse(""))
                .otherwise("");
    }

    private static PbxState of(PbxConfig pbx, List<PbxState> states) {
        return states.stream()
                .filter(each -> each.pbx().equals(pbx.name()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem(
                                        503,
                                        "unavailable",
                                        "Nothing is known of this connection right now.",
                                        Map.of()));
    }

    private static JsonObject json(PbxState state) {
        return new JsonObject()
                .put("pbx", state.pbx())
                .put("status", state.status().name().toLowerCase(Locale.ROOT))
                .put("detail", state.detail())
                .put("since", state.since().toString())
                .put("version", state.version())
                .put("lastEvent", moment(state.lastEvent()))
                .put("events", state.events())
                .put("eventsPerSecond", state.eventsPerSecond())
                .put("liveCalls", state.liveCalls())
                .put("queued", state.queued())
                .put("lagMillis", state.lagMillis())
                .put("dropped", state.dropped())
                .put("ignored", state.ignored())
                .put("lastGap", state.lastGap())
                .put("epoch", state.epoch())
                .put("latencyMillis", state.latencyMillis());
    }

    private static String moment(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at.toString();
    }

    private void test(RoutingContext rc) {
        Site.takesLong(rc);
        testing.test(rc.pathParam("id"))
                .onSuccess(
                        result -> {
                            JsonArray steps = new JsonArray();
                            result.steps()
                                    .forEach(
                                            step ->
                                                    steps.add(
                                                            new JsonObject()
                                                                    .put("name", step.name())
                                                                    .put("ok", step.ok())
                                                                    .put("text", step.text())));
                            Rest.json(
                                    rc,
                                    200,
                                    new JsonObject().put("ok", result.ok()).put("steps", steps));
                        })
                .onFailure(rc::fail);
    }
}
