package io.belfry.adminweb;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings → PBX: which there are, how each connection is, and why one does not work. */
final class PbxPages {
    private static final String LIST = "/settings/pbxs";

    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;
    private final PbxTesting testing;

    PbxPages(Vertx vertx, Views views, SettingsDesk desk, Saving saving, PbxTesting testing) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.saving = saving;
        this.testing = testing;
    }

    void mount(Site site) {
        site.get(LIST, Access.ADMIN, rc -> list(rc, "admin/pbxs"));
        site.get(LIST + "/states", Access.ADMIN, rc -> list(rc, "admin/pbxstate :: all"));
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, rc -> posted(rc, ""));
        site.post(LIST + "/test", Access.ADMIN, this::test);
        site.get(LIST + "/:id", Access.ADMIN, this::edit);
        site.post(LIST + "/:id", Access.ADMIN, rc -> posted(rc, rc.pathParam("id")));
        site.post(
                LIST + "/:id/delete",
                Access.ADMIN,
                rc -> saving.delete(rc, Thing.PBX, rc.pathParam("id"), LIST));
    }

    private void list(RoutingContext rc, String template) {
        Future.all(desk.configuration(), PbxView.states(vertx))
                .onSuccess(
                        both -> {
                            Configuration all = both.resultAt(0);
                            Map<String, Object> model = new HashMap<>();
                            model.put("items", PbxView.of(all.pbxs(), both.resultAt(1)));
                            model.put("impact", List.of(Texts.of(rc, views, "admin.pbx.impact")));
                            saving.showList(rc, template, model);
                        })
                .onFailure(rc::fail);
    }

    private void fresh(RoutingContext rc) {
        show(rc, "", PbxForm.FRESH, Problems.NONE, Map.of());
    }

    private void edit(RoutingContext rc) {
        String id = rc.pathParam("id");
        desk.configuration()
                .map(all -> find(all, id))
                .onSuccess(
                        found ->
                                show(
                                        rc,
                                        id,
                                        PbxForm.of(found),
                                        Problems.NONE,
                                        Map.of("source", source(found))))
                .onFailure(rc::fail);
    }

    static PbxConfig find(Configuration all, String id) {
        return all.pbxs().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SettingsDesk.missing(id));
    }

    private static String source(PbxConfig pbx) {
        return pbx.source().equals(PbxConfig.FROM_SETTINGS) ? "" : pbx.source();
    }

    private void posted(RoutingContext rc, String id) {
        PbxForm form = PbxForm.read(rc.request().formAttributes());
        if (new FormFields(rc.request().formAttributes()).text("step").equals("test")) {
            tested(rc, id, form)
                    .onSuccess(more -> show(rc, id, form, Problems.NONE, more))
                    .onFailure(rc::fail);
            return;
        }
        saving.save(
                rc,
                Thing.PBX,
                id,
                form.version(),
                form.document(),
                LIST,
                (problems, more) -> show(rc, id, form, problems, more));
    }

    /** Only the steps, to be put into the page. */
    private void test(RoutingContext rc) {
        PbxForm form = PbxForm.read(rc.request().formAttributes());
        String id = new FormFields(rc.request().formAttributes()).text("id");
        tested(rc, id, form)
                .onSuccess(
                        more -> {
                            Map<String, Object> model = new HashMap<>(more);
                            model.putIfAbsent("testFailed", "");
                            views.show(rc, "admin/pbx :: test", model);
                        })
                .onFailure(rc::fail);
    }

    /** What could not even be tried is an answer, too. */
    private Future<Map<String, Object>> tested(RoutingContext rc, String id, PbxForm form) {
        Site.takesLong(rc);
        return testing.test(id, form.document())
                .<Map<String, Object>>map(PbxPages::steps)
                .recover(
                        failure ->
                                failure instanceof Problem problem
                                        ? Future.succeededFuture(
                                                Map.of("testFailed", words(problem)))
                                        : Future.failedFuture(failure));
    }

    private static Map<String, Object> steps(PbxTestResult result) {
        return Map.of("test", result);
    }

    private static String words(Problem problem) {
        StringBuilder words = new StringBuilder(problem.getMessage());
        problem.fields()
                .forEach(
                        (field, text) -> words.append(' ').append(field).append(": ").append(text));
        return words.toString();
    }

    private void show(
            RoutingContext rc,
            String id,
            PbxForm form,
            Problems problems,
            Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("id", id);
        model.put("title", Texts.title(rc, views, id, "admin.pbxs.new", form.name()));
        model.put("action", id.isEmpty() ? LIST : LIST + "/" + id);
        model.put("form", form);
        model.put("conf", ManagerConf.block(form.user()));
        model.putIfAbsent("source", "");
        model.putIfAbsent("testFailed", "");
        model.put("problems", problems);
        views.show(rc, "admin/pbx", model);
    }
}
