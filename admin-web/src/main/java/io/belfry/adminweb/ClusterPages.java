package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ClusterReport;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings → Cluster: which nodes there are, who owns which PBX, and where it shall be. */
final class ClusterPages {
    private static final String PAGE = "/settings/cluster";

    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final ClusterDesk cluster;

    ClusterPages(Vertx vertx, Views views, SettingsDesk desk, ClusterDesk cluster) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.cluster = cluster;
    }

    void mount(Site site) {
        site.get(PAGE, Access.ADMIN, rc -> show(rc, "admin/cluster"));
        site.get(PAGE + "/states", Access.ADMIN, rc -> show(rc, "admin/clusterstate :: all"));
        site.get(PAGE + "/pbxs/:id", Access.ADMIN, this::ask);
        site.post(PAGE + "/pbxs/:id", Access.ADMIN, this::move);
    }

    private void show(RoutingContext rc, String template) {
        Future.all(desk.configuration(), PbxView.states(vertx), cluster.report())
                .onSuccess(
                        all -> {
                            Configuration settings = all.resultAt(0);
                            List<PbxView> pbxs = PbxView.of(settings.pbxs(), all.resultAt(1));
                            Optional<ClusterReport> report = all.resultAt(2);
                            views.show(rc, template, model(report, pbxs));
                        })
                .onFailure(rc::fail);
    }

    private static Map<String, Object> model(Optional<ClusterReport> report, List<PbxView> pbxs) {
        Map<String, Object> model = new HashMap<>();
        model.put("alone", report.isEmpty());
        model.put("nodes", report.map(NodeView::of).orElse(List.of()));
        model.put("pbxs", report.map(found -> LeaseView.of(found, pbxs)).orElse(List.of()));
        return model;
    }

    /** Where to? */
    private void ask(RoutingContext rc) {
        pbx(rc).onSuccess(pbx -> ask(rc, pbx, Problems.NONE)).onFailure(rc::fail);
    }

    private Future<PbxConfig> pbx(RoutingContext rc) {
        return desk.configuration().map(all -> PbxPages.find(all, rc.pathParam("id")));
    }

    private void ask(RoutingContext rc, PbxConfig pbx, Problems problems) {
        cluster.report()
                .onSuccess(
                        found ->
                                found.ifPresentOrElse(
                                        report -> ask(rc, pbx, report, problems),
                                        () -> Saving.redirect(rc, PAGE)))
                .onFailure(rc::fail);
    }

    private void ask(RoutingContext rc, PbxConfig pbx, ClusterReport report, Problems problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("item", LeaseView.of(report, new PbxView(pbx, List.of())));
        model.put("nodes", ClusterDesk.ableToOwn(report));
        model.put("action", PAGE + "/pbxs/" + pbx.id());
        model.put("title", Texts.of(rc, views, "admin.cluster.move.title", pbx.name()));
        model.put("problems", problems);
        views.show(rc, "admin/clustermove", model);
    }

    private void move(RoutingContext rc) {
        String node = new FormFields(rc.request().formAttributes()).text("node");
        pbx(rc).onSuccess(pbx -> move(rc, pbx, node)).onFailure(rc::fail);
    }

    private void move(RoutingContext rc, PbxConfig pbx, String node) {
        cluster.move(pbx, node, Actor.of(rc))
                .onSuccess(
                        moved -> {
                            String key =
                                    moved.node().isEmpty()
                                            ? "admin.cluster.moved.free"
                                            : "admin.cluster.moved";
                            Flash.good(rc, key, moved.pbx(), moved.node());
                            Saving.redirect(rc, PAGE);
                        })
                .onFailure(failure -> refused(rc, pbx, failure));
    }

    private void refused(RoutingContext rc, PbxConfig pbx, Throwable failure) {
        if (failure instanceof Problem problem && !problem.fields().isEmpty()) {
            Site.status(rc, problem.status());
            ask(rc, pbx, Problems.of(rc, views, problem.getMessage(), problem.fields()));
            return;
        }
        rc.fail(failure);
    }
}
